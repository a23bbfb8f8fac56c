/**
 * The connection that starts this page's run on the server, and with which the run ends. What travels on it is in nobody's
 * figures.
 *
 * @param onEnd called if the connection ends before `close`
 * @throws Error whose message is `unreachable`, `lost`, or the code that the server refused with
 */
export async function openControl(onEnd) {
  const url = `${location.origin}/comparison`
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'livelet.v1')
  const answers = new Map()
  const listeners = new Map()
  let lastId = 0
  let isWanted = true

  function onMessage(message) {
    const answer = answers.get(message.re)
    answers.delete(message.re)
    if (message.type === 'error') answer?.reject(new Error(message.code))
    else if (answer) answer.resolve(message)
    else listeners.get(message.type)?.(message)
  }

  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('close', () => reject(new Error('unreachable')))
  })
  socket.addEventListener('message', ({ data }) => onMessage(JSON.parse(data)))
  socket.addEventListener('close', () => {
    for (const { reject } of answers.values()) reject(new Error('lost'))
    if (isWanted) onEnd()
  })

  const ask = message =>
    new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) throw new Error('lost')
      const id = ++lastId
      answers.set(id, { resolve, reject })
      socket.send(JSON.stringify({ ...message, id }))
    })

  return {
    ask,
    /** Starts the run. */
    async start() {
      const { run } = await ask({ type: 'start' })
      return { run, url: `${url}?run=${run}`, topic: `feed/${run}` }
    },
    on: (type, listener) => listeners.set(type, listener),
    close() {
      isWanted = false
      socket.close()
    }
  }
}
