/** What an echo without a framework answers: it parses the message and writes a new one. */
export function answerTo(text: string): string {
  const { type, id, data } = JSON.parse(text)
  return JSON.stringify({ type, re: id, data })
}
