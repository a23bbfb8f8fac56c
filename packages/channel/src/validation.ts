import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

export type { ValidateFunction }

/**
 * One validator for everything that arrives. The host's own compiler is not used: with Fastify's defaults it turns
 * `"5"` and `null` into numbers and drops unknown fields, or it is not Ajv at all.
 */
export function createValidator(): Ajv {
  const ajv = new Ajv({
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: true,
    strict: false,
    verbose: true
  })
  // Options hold functions, engines and stores, which JSON Schema has no words for.
  ajv.addKeyword({ keyword: 'typeof', validate: isOfType })
  return ajv
}

const isOfType = (expected: string, data: unknown) => typeof data === expected && data !== null

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** A value in a few words. It may come from a client: an object can have a `toString` that is no function. */
function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value))
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  return Array.isArray(value) ? 'an array' : 'an object'
}

/** A sentence for the first thing that is wrong: the field's path, what was expected, and what came. */
export function explain(errors: ErrorObject[] | null | undefined): string {
  const error = errors?.[0]
  if (!error) return 'is not valid'
  const path = error.instancePath.slice(1).replaceAll('/', '.')
  const inside = path === '' ? '' : `${path}.`
  switch (error.keyword) {
    case 'required':
      return `"${inside}${error.params.missingProperty}" is missing`
    case 'additionalProperties':
      return `"${inside}${shorten(error.params.additionalProperty)}" is not known`
    case 'typeof':
      return `"${path}" must be ${error.schema === 'object' ? 'an' : 'a'} ${error.schema}, got ${show(error.data)}`
    case 'enum':
      return `"${path}" must be one of ${error.params.allowedValues.map(show).join(', ')}, got ${show(error.data)}`
    default:
      return path === '' ? String(error.message) : `"${path}" ${error.message}, got ${show(error.data)}`
  }
}
