import t from 'tap'
import { transportSuite } from '../../../packages/channel/test/fixtures/transport-suite.ts'
import { comparisonApp } from './fixtures/comparison.ts'

transportSuite(t, "the comparison's feed", async (t, options) => {
  const { url, runs, open } = await comparisonApp(t, options)
  const run = open()
  const change = async () => runs.get(run)?.publish()
  return { url: `${url}/comparison`, topic: `feed/${run}`, kind: 'state', change }
})
