/** Emoji and emoticons of both languages by how much praise or blame they carry, −4 … 4, written by hand, in lower case. */
export const signs: Readonly<Record<string, number>> = parse({
  2.6: `😍 🥰 😘 ❤ ♥ ♡ 💕 💖 💗 💘 💙 💚 💛 💜 🧡 🤩 🎉 🥳 💯 <3 (♥_♥)`,
  2: `😊 😀 😃 😄 😁 😆 ☺ 🙂 😇 😋 😎 🤗 👍 👏 🙏 ✨ 🌟 ⭐ ★ ☆ 🏆 😂 🤣 😻 🙌 💪 👌 🌈 😌 🫶 🤍 :) :-) =) :d :-d =d ;) ;-) xd (: c: :] ^^ ^_^ ^-^ ^.^ n_n \\o/ :3 (^^) ;d xp =p :b =] :> :') :* c; ;] \\m/`,
  0.6: `😉 😅 :p :-p ;p`,
  '-0.8': `😐 😑 🙄 😬 🤔 😕 😒 :/ :-/ :\\ :| :-| -_- :l :s :$ o_o o.o =/ =\\ >_<`,
  '-2': `😢 😭 😞 😔 😟 😩 😫 😥 😰 😨 😱 😓 🙁 ☹ 😿 💔 👎 😖 😣 🥺 😪 🤒 🤕 🥲 :( :-( =( :'( ): :[ :c d: t_t t.t ;_; ;-; q_q </3 :< ;( :,(`,
  '-2.8': `😡 😠 🤬 🤢 🤮 💩 🖕 👿 😤 >:( >:-( d:< 凸`
})

function parse(groups: Record<string, string>): Record<string, number> {
  const words: Record<string, number> = {}
  for (const [value, list] of Object.entries(groups)) {
    for (const word of list.trim().split(/\s+/)) words[word] = Number(value)
  }
  return words
}
