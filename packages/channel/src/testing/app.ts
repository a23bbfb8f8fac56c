import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { connectTo, injectTo, type TestClient, type TestClientOptions } from './client.ts'

/** What a test framework gives to clean up with: tap's `t` is one. */
export interface Teardown {
  teardown(run: () => unknown): void
}

export interface TestApp {
  app: FastifyInstance
  /** `http://127.0.0.1:<port>` */
  url: string
  /** A client over the real port; it is cut off when the test ends. */
  connect(path: string, options?: TestClientOptions): Promise<TestClient>
  /** A client that speaks plain text. */
  connectText(path: string, options?: TestClientOptions): Promise<TestClient>
  /** A client without a port. */
  inject(path: string, options?: TestClientOptions): Promise<TestClient>
}

/** Starts an app on a free port of 127.0.0.1, and closes it and its clients when the test ends. */
export async function testApp(
  t: Teardown,
  build: (app: FastifyInstance) => unknown,
  options: FastifyServerOptions = {}
): Promise<TestApp> {
  const app = fastify(options)
  const clients: TestClient[] = []
  t.teardown(async () => {
    for (const client of clients) client.socket.terminate()
    // Node keeps a connection on which no request has come for a minute: `fetch` leaves one when it is aborted early.
    app.server.closeAllConnections()
    await app.close()
  })
  await build(app)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const keep = async (connecting: Promise<TestClient>) => {
    const client = await connecting
    clients.push(client)
    return client
  }
  return {
    app,
    url,
    connect: (path, options) => keep(connectTo(url + path, options)),
    connectText: (path, options) => keep(connectTo(url + path, { ...options, protocols: [] })),
    inject: (path, options) => keep(injectTo(app, path, options))
  }
}
