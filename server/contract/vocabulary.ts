import { readFileSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'
import {
  type AudienceKind,
  CityCommand,
  CityEvent,
  GateReason,
  HallCommand,
  HallEvent,
  isBad,
  LEVELS,
  LotCommand,
  LotEvent,
  levelWords,
  personalFields,
  RETIRED_TAG_CODES,
  refusals,
  TAG_VERSION,
  TAGS,
  TicketStatus,
  tagsOf,
  UnrewardedReason,
  WithheldReason,
} from './src/index.ts'

/** Writes docs/vocabulary.md: every word of the wire, from the contract alone, so that the page cannot say another. */
const PAGE = new URL('../../docs/vocabulary.md', import.meta.url)

type Words = z.ZodDiscriminatedUnion<z.ZodObject<{ type: z.ZodLiteral<string> }>[]>

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')

/** Fields every word of its kind has; told once above the tables. */
const COMMON: ReadonlySet<string> = new Set(['type', 'v', 'at', 'commandId'])

function rowsOf(union: unknown): string[][] {
  return (union as Words).options.map(option => {
    const type = option.shape.type.value
    const personal = personalFields.get(type) ?? []
    const fields = Object.entries(option.shape)
      .filter(([name]) => !COMMON.has(name))
      .map(([name, schema]) => {
        const optional = (schema as z.ZodType).safeParse(undefined).success ? '?' : ''
        return `\`${name}${optional}\`${personal.includes(name) ? ' (personal)' : ''}`
      })
    return [`\`${type}\``, fields.join(', ') || 'nothing more']
  })
}

const list = (words: readonly string[]): string => words.map(word => `\`${word}\``).join(' ')

const levelRows = LEVELS.map(level => {
  const { name, zh, en, gbCode, score } = levelWords[level]
  return [level, gbCode, `\`${name}\``, zh, en, isBad(level) ? 'bad 差评' : 'good 好评', score]
})

const tagRows = LEVELS.flatMap(level => tagsOf(level).map(tag => [tag.code, level, tag.set, tag.zh, tag.en]))

const refusalRows = Object.entries(refusals).map(([code, { status, zh, en }]) => [`\`${code}\``, status, zh, en])

/** Who listens, in words; a new kind of audience does not compile until it is told here. */
const audienceWords: Record<AudienceKind, [name: string, stream: string, who: string, what: string]> = {
  public: ['public', 'hall', 'anybody: big screens', 'numbers, counters, day close'],
  floor: ['floor', 'hall', 'clerk, manager, admin of the hall', 'tickets and counters; no plate, no rating'],
  office: [
    'office',
    'hall',
    'manager, admin of the hall',
    'what the floor hears; bad ratings with their level; figures to the last rating',
  ],
  wall: [
    'wall',
    'hall',
    'a wall, manager, admin of the hall',
    'counters in whole batches, long waits, cases without level and ticket, devices',
  ],
  counter: [
    'counter:&lt;id&gt;',
    'hall',
    'the tablet of that counter',
    'the ticket at that counter; that it was rated; what became of the parking, without the plate',
  ],
  ticket: [
    'ticket:&lt;id&gt;',
    'hall',
    'the citizen who holds that ticket',
    'everything of that ticket; plate masked, level left out',
  ],
  parking: ['parking', 'hall, lot', 'operator, manager, admin', 'exemptions and stays with plates; no level, no text'],
  bridge: [
    'bridge:&lt;lot&gt;, bridge',
    'hall, lot',
    'the bridge of that lot',
    'exemptions of that lot; of the lot itself lease and gate epoch',
  ],
}

const head = `# Vocabulary

Made by \`npm run vocabulary\` from \`server/contract\`; do not edit by hand. A test fails when this page and the contract
differ.

Tense tells the kind: \`evaluation.submit\` is a wish (command), \`evaluation.submitted\` a fact (event),
\`evaluation.duplicate\` a refusal. Every command also carries \`type\` and \`commandId\`; every event \`type\`, \`v\` and \`at\`.
\`?\` marks what may be missing. What is personal is encrypted in the journal and may later read \`erased\`.`

const levels = `## Levels

The 好差评 interface counts 5 as best; GB/T 39046-2020 A.8 counts 1 as best. Inside the house a level is always its
interface number.

${table(['level', 'GB/T 39046 code', 'name', 'zh', 'en', 'class', 'score / 10'], levelRows)}`

const words = (title: string, kind: string, sections: readonly (readonly [string, unknown])[]): string =>
  [
    `## ${title}`,
    ...sections.map(([where, union]) => `### ${where}\n\n${table([kind, 'fields'], rowsOf(union))}`),
  ].join('\n\n')

const reasons = `## Reasons and states

- Ticket: ${list(TicketStatus.options)}
- Why an evaluation earns no parking whatever else happens: ${list(UnrewardedReason.options)}
- Why no exemption is granted (yet): ${list(WithheldReason.options)}
- Why the gate refused an order: ${list(GateReason.options)}`

const audiences = `## Audiences

${table(['audience', 'stream', 'who', 'what it may see'], Object.values(audienceWords))}`

const tags = `## Tags

Version ${TAG_VERSION}, ${TAGS.length} tags. A tag is taken only for its own level. Retired codes, displayable and never selectable:
${list(RETIRED_TAG_CODES)}.

${table(['code', 'level', 'set', 'zh', 'en'], tagRows)}`

const refusalTable = `## Refusals

${refusalRows.length} codes. A refusal is an answer, not an error: the code, the HTTP status and both sentences.

${table(['code', 'status', 'zh', 'en'], refusalRows)}`

/** The whole page. */
export const vocabularyPage = (): string =>
  `${[
    head,
    levels,
    words('Commands', 'command', [
      ['To a hall', HallCommand],
      ['To a car park', LotCommand],
      ['To a city', CityCommand],
    ]),
    words('Events', 'event', [
      ['Of a hall', HallEvent],
      ['Of a car park', LotEvent],
      ['Of a city', CityEvent],
    ]),
    ...[reasons, audiences, tags, refusalTable],
  ].join('\n\n')}\n`

/** `--check` only says whether the page is fresh. */
if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  const page = vocabularyPage()
  if (!process.argv.includes('--check')) writeFileSync(PAGE, page)
  else if (readFileSync(PAGE, 'utf8') !== page) {
    process.stderr.write('docs/vocabulary.md is out of date: npm run vocabulary\n')
    process.exit(1)
  }
}
