/**
 * English words that the ratings in the model may not know, by how much praise or blame they carry,
 * −4 … 4, written by hand. `_` is a space.
 */
export const englishWords: Readonly<Record<string, number>> = parse({
  2.2: `can't_wait cannot_wait made_my_day makes_my_day second_to_none thumbs_up must_see must_have must_read must_watch must_buy must_try works_great works_well works_perfectly
        five_stars 5_stars over_the_moon on_cloud_nine nothing_to_complain blew_me_away top_notch hats_off you_rock guys_rock this_rocks this_slaps not_too_shabby life_saver
        worth_every second_helping love_at_first well_worth could_not_be_better couldn't_be_better couldn't_ask_for`,
  1.6: `no_problems no_issues no_complaints no_regrets no_worries could_watch could_listen never_disappoints did_not_disappoint didn't_disappoint not_a_single_problem in_no_time`,
  '-2.2': `never_again never_buy don't_buy do_not_buy doesn't_work does_not_work didn't_work stopped_working stay_away fed_up let_down ripped_off
        thumbs_down falls_flat fell_asleep money_back out_of_order let_me_down lets_me_down let_us_down lets_you_down one_star 1_star zero_stars two_thumbs_down fell_apart falls_apart
        gave_up give_up waste_of makes_me_sick made_me_sick want_to_cry leaves_much could_have_been_better could_be_better nothing_works hung_up no_good not_worth went_downhill
        never_works no_longer_works doesn't_fit does_not_fit didn't_fit not_as_described not_what_i_expected can't_stand cannot_stand cant_stand couldn't_stand`,
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
        cried crying tragic ruined ugh yuck gross nasty hideous insufferable wtf`,
  // they say nothing, although a word in them would alone
  0: `good_morning good_evening good_afternoon good_night best_regards kind_regards like_to_know would_like_to ice_cream well_known as_well please_find please_send please_sit
        please_open please_note free_time free_trial play_area no_one_else`
})

export const englishNegations: readonly string[] =
  `not no never none nobody nothing neither nor nowhere without hardly barely scarcely rarely seldom cannot cant dont doesnt didnt isnt wasnt arent
   werent wont wouldnt couldnt shouldnt aint havent hasnt hadnt`.split(/\s+/)

/** With a comparative they do not turn round: `could not be happier`. */
export const englishCould: readonly string[] = ["couldn't", 'couldnt', "can't", 'cant', 'cannot', 'never']

/** What comes behind them counts for more than what stood before. */
export const englishBut: readonly string[] = ['but', 'however']

/** They show that people chat. */
export const englishChat: readonly string[] =
  `lol u omg lmao http https im ur haha hahaha hehe yay yeah yep nope ugh oh wow whew hooray hey hi dude damn dammit shit fuck fucking wtf today
  tonight tomorrow thanks thx twitter facebook gonna wanna gotta ain't hella sux aww yum ouch bye`.split(/\s+/)

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
