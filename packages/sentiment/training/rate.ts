// Prints how many of the texts that come in as JSON one of the programs takes a second. `evaluate` starts it in a
// process of its own for each, so that none pays for what another left in memory.
import { readFileSync } from 'node:fs'
import { decodeModel } from '../src/analyzer/model.ts'
import { programs } from './peers.ts'
import { textsPerSecond } from './speed.ts'

const [model = '', name = ''] = process.argv.slice(2)
const texts = JSON.parse(readFileSync(0, 'utf8')) as string[]
const program = programs(decodeModel(readFileSync(new URL(model)))).find(program => program.name === name)
if (!program) throw new TypeError(`expected the name of a program, got ${name}`)
console.log(textsPerSecond(texts, program.score))
