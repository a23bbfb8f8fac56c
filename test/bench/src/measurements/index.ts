import { accept } from './accept.ts'
import { burst } from './burst.ts'
import { deflate } from './deflate.ts'
import { echo } from './echo.ts'
import { fanout } from './fanout.ts'
import { idle } from './idle.ts'
import { latency } from './latency.ts'
import type { Measurement } from './measurement.ts'
import { slow } from './slow.ts'

export const measurements: readonly Measurement[] = [fanout, burst, deflate, echo, idle, accept, slow, latency]
