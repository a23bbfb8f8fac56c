import { Ajv, type ErrorObject, type JSONSchemaType } from 'ajv'

export interface Config {
  /** The port to listen on. 0: any free one. */
  port: number
  host: string
  logLevel: string
  /** The folder of the databases. */
  dataDir: string
  /** PostgreSQL for the notifications; without it they are in SQLite, in the folder. */
  databaseUrl?: string
  /** Time between two demo notifications, s. 0: none. */
  notifyEvery: number
  price: PriceConfig
}

/** Where prices come from. */
export interface PriceConfig {
  /** `auto`: the exchanges, and the simulated market while they cannot be reached. */
  source: 'auto' | 'binance' | 'simulated'
  binance: { restUrl: string; streamUrl: string }
  /** Of prices in won. */
  upbit: { restUrl: string; streamUrl: string }
}

interface Environment {
  PORT: number
  HOST: string
  LOG_LEVEL: string
  DATA_DIR: string
  DATABASE_URL?: string
  NOTIFY_EVERY: number
  PRICE_SOURCE: PriceConfig['source']
  BINANCE_REST_URL: string
  BINANCE_STREAM_URL: string
  UPBIT_REST_URL: string
  UPBIT_STREAM_URL: string
}

const http = (address: string) => ({ type: 'string', pattern: '^https?://[^/]', default: address }) as const
const stream = (address: string) => ({ type: 'string', pattern: '^wss?://[^/]', default: address }) as const

const schema: JSONSchemaType<Environment> = {
  type: 'object',
  required: [
    'PORT',
    'HOST',
    'LOG_LEVEL',
    'DATA_DIR',
    'NOTIFY_EVERY',
    'PRICE_SOURCE',
    'BINANCE_REST_URL',
    'BINANCE_STREAM_URL',
    'UPBIT_REST_URL',
    'UPBIT_STREAM_URL'
  ],
  properties: {
    PORT: { type: 'integer', minimum: 0, maximum: 65535, default: 5000 },
    HOST: { type: 'string', minLength: 1, default: '127.0.0.1' },
    LOG_LEVEL: {
      type: 'string',
      enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      default: 'warn'
    },
    DATA_DIR: { type: 'string', minLength: 1, default: './data' },
    DATABASE_URL: { type: 'string', pattern: '^postgres(ql)?://', nullable: true },
    NOTIFY_EVERY: { type: 'number', minimum: 0, maximum: 86_400, default: 5 },
    PRICE_SOURCE: { type: 'string', enum: ['auto', 'binance', 'simulated'], default: 'auto' },
    BINANCE_REST_URL: http('https://data-api.binance.vision'),
    BINANCE_STREAM_URL: stream('wss://data-stream.binance.vision'),
    UPBIT_REST_URL: http('https://api.upbit.com'),
    UPBIT_STREAM_URL: stream('wss://api.upbit.com')
  }
}

/** Every value of an environment is a string, so numbers are made of them. */
const validate = new Ajv({ coerceTypes: true, useDefaults: true, verbose: true }).compile(schema)

/** A variable of the environment is wrong; the message names it. */
export class ConfigError extends Error {}

/** @throws ConfigError that names the variable, says what was expected and what it is. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const names = Object.keys(schema.properties ?? {})
  const given: unknown = Object.fromEntries(names.map(name => [name, environment[name]]))
  if (!validate(given)) throw new ConfigError(explain(validate.errors?.[0]))
  return {
    port: given.PORT,
    host: given.HOST,
    logLevel: given.LOG_LEVEL,
    dataDir: given.DATA_DIR,
    ...(given.DATABASE_URL !== undefined && { databaseUrl: given.DATABASE_URL }),
    notifyEvery: given.NOTIFY_EVERY,
    price: {
      source: given.PRICE_SOURCE,
      binance: { restUrl: given.BINANCE_REST_URL, streamUrl: given.BINANCE_STREAM_URL },
      upbit: { restUrl: given.UPBIT_REST_URL, streamUrl: given.UPBIT_STREAM_URL }
    }
  }
}

function explain(error: ErrorObject | undefined): string {
  const { instancePath = '', message = 'is wrong', keyword, params, data } = error ?? {}
  const expected = keyword === 'enum' ? `must be one of ${params?.allowedValues.join(', ')}` : message
  return `${instancePath.slice(1)} ${expected}, but is ${JSON.stringify(data)}`
}
