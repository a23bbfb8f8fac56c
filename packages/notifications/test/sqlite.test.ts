import { join } from 'node:path'
import t from 'tap'
import { sqliteNotifications } from '../src/sqlite.ts'
import { storeSuite } from './fixtures/store-suite.ts'

storeSuite(t, async t => sqliteNotifications(join(t.testdir(), 'notifications.db')))
