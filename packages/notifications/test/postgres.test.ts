import t from 'tap'
import { postgresNotifications } from '../src/postgres.ts'
import { startPostgres } from './fixtures/postgres.ts'
import { storeSuite } from './fixtures/store-suite.ts'

const postgres = await startPostgres(t)

storeSuite(t, async () => postgresNotifications(await postgres.create()))
