/** What a client of each kind of server says and hears. */
export interface Dialect {
  path: string
  /** Header lines of the handshake besides the usual ones. */
  headers: Record<string, string>
  /** Whether a connection is ready at the 101 response, before the server has said anything. */
  isReadyAtOnce: boolean
  /**
   * Answers a message that comes before the connection is ready.
   *
   * @param topic what to join, if anything
   */
  greet(text: string, topic: string | undefined): { say?: string; ready?: boolean }
  /** Length of the server's heartbeat message, bytes, and the answer to it: such a message is not counted. */
  beat?: { length: number; answer?: string }
  echo(data: string, id: number): string
}

const echoJson = (data: string, id: number) => JSON.stringify({ type: 'echo', id, data })

const plain: Dialect = { path: '/bench', headers: {}, isReadyAtOnce: true, greet: () => ({}), echo: echoJson }

const livelet: Dialect = {
  path: '/bench',
  headers: { 'Sec-WebSocket-Protocol': 'livelet.v1' },
  isReadyAtOnce: false,
  greet(text, topic) {
    const { type } = JSON.parse(text) as { type: string }
    if (type === 'welcome')
      return topic === undefined ? { ready: true } : { say: JSON.stringify({ type: 'join', topic }) }
    if (type === 'joined') return { ready: true }
    throw new Error(`the server said ${text}`)
  },
  beat: { length: '{"type":"beat"}'.length },
  echo: echoJson
}

/** Engine.IO 4 under Socket.IO 5: `0` open, `2` ping, `3` pong, `40` connect, `42` event. */
const socketio: Dialect = {
  path: '/socket.io/?EIO=4&transport=websocket',
  headers: {},
  isReadyAtOnce: false,
  greet(text) {
    if (text.startsWith('0{')) return { say: '40' }
    if (text.startsWith('40{')) return { ready: true }
    throw new Error(`the server said ${text}`)
  },
  beat: { length: 1, answer: '3' },
  echo: data => `42${JSON.stringify(['echo', { data }])}`
}

export const dialects: Record<'livelet' | 'plain' | 'socketio', Dialect> = { livelet, plain, socketio }
export type DialectName = keyof typeof dialects
