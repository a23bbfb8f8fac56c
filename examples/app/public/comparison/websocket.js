/** WebSocket: one request that becomes a connection, on which both sides may say something at any time. */
export function websocket({ url, topic, onUpdate, onEnd }) {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'livelet.v1')
  let isWanted = true
  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'join', topic })))
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data)
    if (message.type === 'update') onUpdate(message)
  })
  socket.addEventListener('close', () => isWanted && onEnd())
  return () => {
    isWanted = false
    socket.close()
  }
}
