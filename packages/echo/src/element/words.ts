import type { Language } from '@livelet/client/element'

/** What <livelet-inspector> says. */
export interface Words {
  title: string
  connect: string
  disconnect: string
  status: Record<'closed' | 'connecting' | 'open', string>
  dialect: string
  dialects: Record<'text' | 'json', { name: string; means: string }>
  handshake: string
  noHandshake: string
  handshakeInText: string
  switchToJson: string
  request: string
  response: string
  header: string
  value: string
  verified: string
  none: string
  send: string
  message: string
  raw: string
  binary: string
  hex: string
  badHex: string
  file: string
  ping: string
  lastTrip: string
  log: string
  empty: string
  clear: string
  sent: string
  received: string
  opened(protocol: string): string
  closed(code: number, meaning: string, reason: string): string
  kinds: Record<'text' | 'binary', string>
  /** What a close code means. */
  codes: Record<number, string>
}

export const elementWords: Record<Language, Words> = {
  ko: {
    title: 'WebSocket 들여다보기',
    connect: '연결',
    disconnect: '연결 끊기',
    status: { closed: '연결되지 않음', connecting: '연결하는 중', open: '연결됨' },
    dialect: '메시지 형식',
    dialects: {
      text: {
        name: '일반 텍스트',
        means:
          '서브프로토콜 없이 연결합니다. “안녕”을 보내면 “Echo: 안녕”이 돌아옵니다. wscat이나 Postman도 이 형식을 씁니다.'
      },
      json: {
        name: 'livelet.v1 JSON',
        means:
          '서브프로토콜 livelet.v1로 연결합니다. 보낸 텍스트는 {"type":"echo",…} 메시지가 되고, 답은 같은 번호(re)를 달고 옵니다.'
      }
    },
    handshake: '핸드셰이크',
    noHandshake: '연결하면 핸드셰이크가 여기에 나타납니다.',
    handshakeInText: '브라우저가 아는 것은 여기까지입니다. 헤더는 서버가 JSON으로만 알려 줍니다.',
    switchToJson: 'JSON으로 다시 연결해 헤더 보기',
    request: '요청',
    response: '응답',
    header: '헤더',
    value: '값',
    verified: '키와 맞는지 브라우저에서 확인함',
    none: '없음',
    send: '보내기',
    message: '보낼 텍스트',
    raw: '입력한 그대로 보내기 (JSON 직접 쓰기)',
    binary: '바이너리 보내기',
    hex: '바이트 (16진수)',
    badHex: '두 자리씩 짝이 맞는 16진수로 써 주세요. 예: 00 1f ff',
    file: '파일 보내기',
    ping: '핑 보내기',
    lastTrip: '왕복 시간',
    log: '주고받은 프레임',
    empty: '아직 주고받은 프레임이 없습니다.',
    clear: '지우기',
    sent: '보냄',
    received: '받음',
    opened: protocol => (protocol === '' ? '연결됨 (서브프로토콜 없음)' : `연결됨 (서브프로토콜 ${protocol})`),
    closed: (code, meaning, reason) =>
      `연결 끝: ${code}${meaning === '' ? '' : ` ${meaning}`}${reason === '' ? '' : ` (${reason})`}`,
    kinds: { text: '텍스트', binary: '바이너리' },
    codes: {
      1000: '할 일을 마침',
      1001: '한쪽이 떠남',
      1005: '코드 없이 끝남',
      1006: '닫는 인사 없이 끊김: 서버에 닿지 못했거나 거절당함',
      1007: 'UTF-8이 아닌 텍스트',
      1009: '너무 큰 메시지',
      1011: '서버 오류',
      1012: '서버 재시작',
      1013: '서버가 붐빔',
      4000: '필요한 것이 사라짐',
      4001: '한동안 응답이 없음',
      4002: '잘못된 메시지가 너무 많음',
      4003: '인증 만료',
      4008: '메시지가 너무 많음'
    }
  },
  en: {
    title: 'WebSocket inspector',
    connect: 'Connect',
    disconnect: 'Disconnect',
    status: { closed: 'Not connected', connecting: 'Connecting', open: 'Connected' },
    dialect: 'Dialect',
    dialects: {
      text: {
        name: 'Plain text',
        means:
          'Connects without a subprotocol. Send “안녕”, and “Echo: 안녕” comes back. wscat and Postman speak like this.'
      },
      json: {
        name: 'livelet.v1 JSON',
        means:
          'Connects with the subprotocol livelet.v1. A text is sent as {"type":"echo",…}; its answer carries the same number (re).'
      }
    },
    handshake: 'Handshake',
    noHandshake: 'Connect, and the handshake appears here.',
    handshakeInText: 'This is all that a browser knows. The server tells the headers in JSON only.',
    switchToJson: 'Reconnect in JSON to see the headers',
    request: 'Request',
    response: 'Response',
    header: 'Header',
    value: 'Value',
    verified: 'checked against the key by this browser',
    none: 'none',
    send: 'Send',
    message: 'Text to send',
    raw: 'Send exactly this (write the JSON yourself)',
    binary: 'Send binary',
    hex: 'Bytes (hexadecimal)',
    badHex: 'Please write pairs of hexadecimal digits, such as 00 1f ff',
    file: 'Send a file',
    ping: 'Send a ping',
    lastTrip: 'Round trip',
    log: 'Frames',
    empty: 'No frames yet.',
    clear: 'Clear',
    sent: 'sent',
    received: 'received',
    opened: protocol => (protocol === '' ? 'Open (no subprotocol)' : `Open (subprotocol ${protocol})`),
    closed: (code, meaning, reason) =>
      `Closed: ${code}${meaning === '' ? '' : ` ${meaning}`}${reason === '' ? '' : ` (${reason})`}`,
    kinds: { text: 'text', binary: 'binary' },
    codes: {
      1000: 'done',
      1001: 'one side went away',
      1005: 'ended without a code',
      1006: 'lost without a closing frame: unreachable, or refused',
      1007: 'a text that is not UTF-8',
      1009: 'a message that is too big',
      1011: 'a fault in the server',
      1012: 'the server restarts',
      1013: 'the server is overloaded',
      4000: 'what it needed was removed',
      4001: 'nothing was heard for too long',
      4002: 'too many bad messages',
      4003: 'authentication expired',
      4008: 'too many messages'
    }
  }
}
