import { refusals } from '@pingting/contract'
import { z } from 'zod'

const JSON_TYPE = 'application/json'

/** A schema as JSON Schema of what a client sends; OpenAPI 3.1 speaks the same dialect. */
export const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return json
}

export const reference = (name: string): object => ({ $ref: `#/components/schemas/${name}` })
export const content = (schema: object): object => ({ content: { [JSON_TYPE]: { schema } } })

const refusalsByStatus = (): [string, string[]][] => {
  const byStatus = new Map<string, string[]>()
  for (const [code, { status }] of Object.entries(refusals))
    byStatus.set(String(status), [...(byStatus.get(String(status)) ?? []), code])
  return [...byStatus].sort()
}

export const refusalAnswers = (): object =>
  Object.fromEntries(
    refusalsByStatus().map(([status, codes]) => [
      status,
      { description: codes.join(', '), ...content(reference('Refused')) },
    ]),
  )

export const commandPath = (kind: string, parameter: string, schema: string): object => ({
  post: {
    summary: `One command to a ${kind}. Repeat it with the same commandId when unsure: it takes effect once.`,
    parameters: [{ name: parameter, in: 'path', required: true, schema: { type: 'string' } }],
    requestBody: { required: true, ...content(reference(schema)) },
    responses: {
      200: { description: 'A repeat: the first answer again', ...content(reference('Accepted')) },
      201: { description: 'Accepted and durable', ...content(reference('Accepted')) },
      ...refusalAnswers(),
    },
  },
})

export const plain = (method: string, summary: string, body?: object, answer?: object): object => ({
  [method]: {
    summary,
    ...(body === undefined ? {} : { requestBody: { required: true, ...content(body) } }),
    responses: {
      200: { description: 'OK', ...(answer === undefined ? {} : content(answer)) },
      ...refusalAnswers(),
    },
  },
})

export const object = (properties: Record<string, object>, required: string[] = Object.keys(properties)): object => ({
  type: 'object',
  properties,
  required,
})
export const text = { type: 'string' }
