export { type Teardown, type TestApp, testApp } from './app.ts'
export {
  type CloseInfo,
  connectTo,
  HandshakeRefused,
  injectTo,
  type Received,
  type TestClient,
  type TestClientOptions
} from './client.ts'
export { type FakeClock, fakeClock } from './clock.ts'
