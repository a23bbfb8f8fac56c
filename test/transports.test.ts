import { connectTo, testApp } from '@livelet/channel/testing'
import counter from '@livelet/counter'
import notifications from '@livelet/notifications'
import price, { binance } from '@livelet/price'
import typing from '@livelet/typing'
import t from 'tap'
import { type StartFeature, transportSuite } from '../packages/channel/test/fixtures/transport-suite.ts'
import { fakeExchange } from '../packages/price/test/fixtures/exchange.ts'

const startCounter: StartFeature = async (t, options) => {
  const { app, url } = await testApp(t, app => app.register(counter, options))
  return { url: `${url}/counter`, topic: 'counter/main', kind: 'state', change: () => app.counter.add('main', 1) }
}

const startNotifications: StartFeature = async (t, options) => {
  const { app, url } = await testApp(t, app => app.register(notifications, options))
  let n = 0
  const change = () => app.notifications.send({ to: 'everyone', title: `${++n}` })
  return { url: `${url}/notifications`, topic: 'notifications/inbox', kind: 'log', change }
}

const startTyping: StartFeature = async (t, options) => {
  // One place is the typist's own.
  const { maxConnections = 100 } = options
  const { url } = await testApp(t, app => app.register(typing, { ...options, maxConnections: maxConnections + 1 }))
  const typist = await connectTo(`${url}/typing`, { headers: { token: 'typist' } })
  t.teardown(() => typist.socket.terminate())
  let isTyping = false
  const change = () => {
    isTyping = !isTyping
    return typist.request({ type: isTyping ? 'typing' : 'stop' })
  }
  return { url: `${url}/typing`, topic: 'typing/lobby', kind: 'state', change }
}

const startPrice: StartFeature = async (t, options) => {
  const exchange = await fakeExchange(t)
  const { url } = await testApp(t, app =>
    app.register(price, { ...options, sources: [binance(exchange)], maxRate: 1_000 })
  )
  let n = 0
  async function change() {
    // Before anybody reads, nobody listens to the exchange.
    if (n++ > 0) await exchange.connected()
    exchange.say(`${70_000 + n}.00`)
  }
  return { url: `${url}/price`, topic: 'price/BTCUSDT', kind: 'state', change }
}

transportSuite(t, 'counter', startCounter)
transportSuite(t, 'notifications', startNotifications)
transportSuite(t, 'typing', startTyping)
transportSuite(t, 'price', startPrice)
