import t from 'tap'
import { ConfigError, readConfig } from '../src/config.ts'

const price = {
  source: 'auto',
  binance: { restUrl: 'https://data-api.binance.vision', streamUrl: 'wss://data-stream.binance.vision' },
  upbit: { restUrl: 'https://api.upbit.com', streamUrl: 'wss://api.upbit.com' }
}

t.test('without any variable the app is on this machine only, at port 5000', async t => {
  t.same(readConfig({}), {
    port: 5000,
    host: '127.0.0.1',
    logLevel: 'warn',
    dataDir: './data',
    notifyEvery: 5,
    price
  })
})

t.test('variables are read, others are passed over', async t => {
  t.same(readConfig({ PORT: '5001', HOST: '::', LOG_LEVEL: 'info', DATA_DIR: '/srv/livelet', HOME: '/root' }), {
    port: 5001,
    host: '::',
    logLevel: 'info',
    dataDir: '/srv/livelet',
    notifyEvery: 5,
    price
  })
  t.match(readConfig({ DATABASE_URL: 'postgres://db.example/livelet', NOTIFY_EVERY: '0.5' }), {
    databaseUrl: 'postgres://db.example/livelet',
    notifyEvery: 0.5
  })
})

t.test('where prices come from is read', async t => {
  const { price } = readConfig({ PRICE_SOURCE: 'simulated', BINANCE_REST_URL: 'http://127.0.0.1:8080' })
  t.match(price, { source: 'simulated', binance: { restUrl: 'http://127.0.0.1:8080' } })
})

t.test('a wrong value is refused with the name of the variable and what it is', async t => {
  for (const [name, value] of [
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', ''],
    ['HOST', ''],
    ['LOG_LEVEL', 'loud'],
    ['DATA_DIR', ''],
    ['DATABASE_URL', 'mysql://db.example/livelet'],
    ['NOTIFY_EVERY', '-1'],
    ['NOTIFY_EVERY', 'often'],
    ['PRICE_SOURCE', 'kraken'],
    ['BINANCE_REST_URL', 'binance.com'],
    ['BINANCE_STREAM_URL', 'https://stream.binance.com']
  ] as const) {
    try {
      readConfig({ [name]: value })
      t.fail(`${name}=${value} was taken`)
    } catch (error) {
      t.ok(error instanceof ConfigError)
      t.match(String(error), new RegExp(`${name} must .*but is .*${value}`), `${name}=${value}`)
    }
  }
})

t.test('a wrong level is told which there are', async t => {
  t.throws(() => readConfig({ LOG_LEVEL: 'loud' }), { message: /fatal, error, warn, info, debug, trace, silent/ })
})
