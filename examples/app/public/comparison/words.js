/** What the page says while it works; all else is in its HTML. */
const WORDS = {
  en: {
    starting: 'Connecting …',
    running: 'Running.',
    stopped: 'Stopped. The feed stands still.',
    hidden: 'Stopped while the page was hidden.',
    ended: {
      lost: 'Stopped: the connection was lost.',
      unreachable: 'Stopped: the server cannot be reached.',
      LIVELET_UNAVAILABLE: 'Stopped: too many pages are comparing now.'
    },
    failed: 'Stopped: something went wrong.',
    measuring: (step, steps) => `Measuring the server, step ${step} of ${steps} …`,
    measured: others =>
      others === 0
        ? 'Measured. Nobody else was comparing meanwhile.'
        : `Measured, but up to ${others} other pages were comparing meanwhile: the figures may be blurred.`,
    start: 'Start',
    stop: 'Stop',
    of: (arrived, published) => `${arrived} of ${published}`,
    clocks: (ahead, error) =>
      `Here the server’s clock is ${delay(Math.abs(ahead))} ${ahead < 0 ? 'behind' : 'ahead'}, give or take ${delay(error)}.`
  },
  ko: {
    starting: '연결하는 중 …',
    running: '받는 중입니다.',
    stopped: '멈췄습니다. 서버도 보내지 않습니다.',
    hidden: '페이지가 가려져 멈췄습니다.',
    ended: {
      lost: '연결이 끊겨 멈췄습니다.',
      unreachable: '서버에 닿지 않아 멈췄습니다.',
      LIVELET_UNAVAILABLE: '지금 비교하는 페이지가 너무 많아 멈췄습니다.'
    },
    failed: '문제가 생겨 멈췄습니다.',
    measuring: (step, steps) => `서버를 재는 중입니다. ${steps}단계 중 ${step}단계 …`,
    measured: others =>
      others === 0
        ? '다 쟀습니다. 그동안 다른 페이지는 비교하고 있지 않았습니다.'
        : `다 쟀습니다. 다만 다른 페이지가 ${others}개까지 함께 비교하고 있어서 값이 흐려졌을 수 있습니다.`,
    start: '시작',
    stop: '멈춤',
    of: (arrived, published) => `${published}개 중 ${arrived}개`,
    clocks: (ahead, error) =>
      `지금 서버의 시계가 ${delay(Math.abs(ahead))} ${ahead < 0 ? '느립니다' : '빠릅니다'}. 오차는 최대 ${delay(error)}입니다.`
  }
}

export const language = () => document.documentElement.lang
export const words = () => WORDS[language()]

const format = (value, digits, unit) =>
  `${new Intl.NumberFormat(language(), { maximumSignificantDigits: digits }).format(value)} ${unit}`

export const count = value => new Intl.NumberFormat(language()).format(value)

/** Bytes, in full up to 9,999. */
export function bytes(value) {
  if (value < 10_000) return format(Math.round(value), 4, 'B')
  return value < 1e6 ? format(value / 1e3, 3, 'kB') : format(value / 1e6, 3, 'MB')
}

export const delay = ms => (Math.abs(ms) < 1_000 ? format(ms, ms < 1 ? 1 : 2, 'ms') : format(ms / 1_000, 2, 's'))

export const cpuTime = us => (Math.abs(us) < 1_000 ? format(us, 2, 'µs') : format(us / 1_000, 2, 'ms'))
