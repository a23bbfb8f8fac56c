import t from 'tap'
import { postgresNotifications } from '../src/postgres.ts'
import { killTest } from './fixtures/kill.ts'
import { startPostgres } from './fixtures/postgres.ts'

const postgres = await startPostgres(t)

t.test(
  '20,000 sends while the server is killed again and again: what was accepted is kept and read once, PostgreSQL',
  async t => {
    const url = await postgres.create()
    await killTest(t, url, postgresNotifications(url))
  }
)
