/**
 * English words that the ratings in the model may not know, by how much praise or blame they carry,
 * −4 … 4, written by hand. `_` is a space.
 */
export const englishWords: Readonly<Record<string, number>> = parse({
  2.2: `can't_wait cannot_wait made_my_day makes_my_day second_to_none thumbs_up must_see must_have works_great works_well works_perfectly`,
  '-2.2': `never_again never_buy don't_buy do_not_buy doesn't_work does_not_work didn't_work stopped_working stay_away fed_up let_down ripped_off
        thumbs_down falls_flat fell_asleep money_back out_of_order`,
  2.6: `awesome amazing excellent wonderful fantastic brilliant superb outstanding perfect gorgeous delicious flawless masterpiece yay woohoo hooray yum yummy
        stellar stunning delightful loved loving adorable heartwarming unforgettable goat bestest fab epic dope phenomenal terrific`,
  1.7: `recommend recommended worth charming clever witty elegant smooth crisp reliable sturdy intuitive responsive affordable seamless helpful tasty fresh cozy comfy
        polite gentle smart handy fun funny enjoyable memorable gripping touching thanks thank thx ty congrats congratulations bravo kudos cheers nice good cool
        sweet pleased excited proud glad lucky hopeful refreshing`,
  0.8: `fine okay ok decent fair solid lol haha hehe`,
  '-0.8': `meh hmm mid so-so mediocre average pricey lukewarm underwhelming forgettable bland`,
  '-1.7': `boring dull slow tedious predictable clunky laggy buggy flimsy cheap noisy expensive overpriced overrated confusing annoying messy dirty stale soggy cold
        rude late delayed tired lonely worried nervous anxious upset annoyed frustrated sick hurts hurt painful disappointing disappointed disappointment lame
        weak awkward bored flat lifeless pointless pretentious uneven muddled contrived cliched sloppy shoddy leaky cracked scratched dented defective faulty crashes crashed broke breaks broken stuck fails failed`,
  '-2.6': `hate hated hates terrible horrible awful dreadful disgusting pathetic worthless useless garbage trash rubbish crap crappy sucks sucked suck worst horrendous abysmal
        atrocious appalling unbearable unwatchable unusable scam fraud ripoff rip-off nightmare disaster furious miserable heartbroken devastated depressed depressing
        cried crying tragic ruined ugh yuck gross nasty hideous insufferable wtf`
})

export const englishNegations: readonly string[] =
  `not no never none nobody nothing neither nor nowhere without hardly barely scarcely rarely seldom cannot cant dont doesnt didnt isnt wasnt arent
   werent wont wouldnt couldnt shouldnt aint havent hasnt hadnt`.split(/\s+/)

/** With a comparative they do not turn round: `could not be happier`. */
export const englishCould: readonly string[] = ["couldn't", 'couldnt', "can't", 'cant', 'cannot', 'never']

/** What comes behind them counts for more than what stood before. */
export const englishBut: readonly string[] = ['but', 'however']

/** They show that people chat. */
export const englishChat: readonly string[] = ['lol', 'u', 'omg', 'lmao', 'http', 'https', 'im', 'ur', 'haha']

/** They make the next word count for more, or less. */
export const englishDegrees: Readonly<Record<string, number>> = {
  ...degree(
    1,
    `absolutely amazingly awfully completely considerably decidedly deeply enormously entirely especially exceptionally extremely fabulously fully
    greatly highly hugely incredibly intensely majorly more most particularly purely quite really remarkably so substantially thoroughly totally tremendously
    truly uber unbelievably unusually utterly very super damn freaking fucking effing insanely`
  ),
  ...degree(
    -1,
    `almost hardly kinda less little marginally occasionally partly scarcely slightly somewhat sorta sort-of kind-of bit`
  )
}

function degree(value: number, list: string): Record<string, number> {
  return Object.fromEntries(list.split(/\s+/).map(word => [word, value]))
}

function parse(groups: Record<string, string>): Record<string, number> {
  const words: Record<string, number> = {}
  for (const [value, list] of Object.entries(groups)) {
    for (const word of list.trim().split(/\s+/)) words[word.replaceAll('_', ' ')] = Number(value)
  }
  return words
}
