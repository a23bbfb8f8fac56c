// Prints how long it takes, in ms, from the model's file to an analyzer. `evaluate` starts it in processes of its own.
import { readFileSync } from 'node:fs'
import { Scorer } from '../src/analyzer/analyzer.ts'
import { decodeModel } from '../src/analyzer/model.ts'

const started = performance.now()
new Scorer(decodeModel(readFileSync(new URL(process.argv[2] ?? ''))))
console.log(performance.now() - started)
