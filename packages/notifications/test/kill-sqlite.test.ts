import { join } from 'node:path'
import t from 'tap'
import { sqliteNotifications } from '../src/sqlite.ts'
import { killTest, quickFolder } from './fixtures/kill.ts'

t.test(
  '20,000 sends while the server is killed again and again: what was accepted is kept and read once, SQLite',
  async t => {
    const path = join(await quickFolder(t), 'notifications.db')
    await killTest(t, path, sqliteNotifications(path))
  }
)
