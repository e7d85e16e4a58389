import { fen, type Level } from '@pingting/contract'
import fc from 'fast-check'
import { due } from '../../../server/src/exemptions/due.ts'
import { BRIDGE, citizen, fakeId, staff, type World } from './world.ts'

const PLATES = ['鲁F12345', '鲁F54321'] as const
export const TICKETS = ['A001', 'A002', 'A003'] as const
const STAYS = ['s1', 's2', 's3'] as const
const ANSWERS = [
  'confirm',
  'refuse',
  'doubt',
  'freeze',
  'revoked',
  'honour',
  'writeOff',
  'phantom',
  'overnight',
] as const

const ticket = fc.constantFrom(...TICKETS)
const stay = fc.constantFrom(...STAYS)
const plate = fc.constantFrom(...PLATES)
const ending = fc.record({ do: fc.constantFrom(...ANSWERS), ticket })
const step = fc.oneof(
  fc.record({ do: fc.constant('serve' as const), ticket }),
  fc.record({ do: fc.constant('finish' as const), ticket }),
  fc.record({ do: fc.constant('rate' as const), ticket, formOpenMs: fc.constantFrom<number>(5000, 5000, 5000, 100) }),
  fc.record({ do: fc.constant('bind' as const), ticket, plate }),
  fc.record({ do: fc.constant('enter' as const), stay, plate, month: fc.constantFrom(false, false, false, true) }),
  fc.record({ do: fc.constant('exit' as const), stay }),
  fc.record({ do: fc.constant('pay' as const), stay }),
  fc.record({ do: fc.constant('correctStay' as const), stay, plate }),
  ending,
  fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(0.1, 1) }),
  fc.record({ do: fc.constant('restart' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What makes exemptions at all, in any order, with anything in between: mere noise would hardly ever grant one. */
const makings = fc
  .tuple(plate, plate, plate)
  .chain(([mine, yours, theirs]) =>
    fc.shuffledSubarray<Step>(
      [
        { do: 'enter', stay: 's1', plate: PLATES[0], month: false },
        { do: 'enter', stay: 's2', plate: PLATES[1], month: false },
        ...TICKETS.map(number => ({ do: 'finish' as const, ticket: number })),
        ...TICKETS.map(number => ({ do: 'rate' as const, ticket: number, formOpenMs: 5000 })),
        { do: 'bind', ticket: 'A001', plate: mine },
        { do: 'bind', ticket: 'A002', plate: yours },
        { do: 'bind', ticket: 'A003', plate: theirs },
      ],
      { minLength: 8 },
    ),
  )
export const steps = fc
  .tuple(
    makings,
    fc.array(fc.tuple(fc.nat(11), step), { maxLength: 20, size: 'max' }),
    fc.array(fc.oneof(ending, ending, step), { maxLength: 20, size: 'max' }),
  )
  .map(([base, noise, after]) => [
    ...base.flatMap((s, i) => [s, ...noise.flatMap(([at, n]) => (at === i ? [n] : []))]),
    ...after,
  ])

type Played = { [D in Step['do']]: (world: World, step: Extract<Step, { do: D }>, level: Level) => unknown }
const idOf = ({ ticket }: { ticket: string }): string => `20261123-${ticket}`
const statusOf = (world: World, step: { ticket: string }) => world.evaluations.tickets.get(idOf(step))?.status
const exemptionOf = (world: World, step: { ticket: string }) => world.exemptions.claims.get(idOf(step))?.exemptionId

/** An answer of the gate or a person about the exemption of a ticket, where it has one. */
const about =
  (send: (world: World, exemptionId: string) => unknown) =>
  (world: World, step: { ticket: string }): unknown => {
    const exemptionId = exemptionOf(world, step)
    return exemptionId === undefined ? undefined : send(world, exemptionId)
  }

function atCounter(world: World, step: { ticket: string }): void {
  if (statusOf(world, step) === undefined) world.take(step.ticket)
  if (statusOf(world, step) === 'waiting') world.serve(idOf(step))
}

const played: Played = {
  serve: atCounter,
  finish: (world, s) => {
    atCounter(world, s)
    if (statusOf(world, s) === 'serving') world.finish(idOf(s))
  },
  rate: (world, s, level) => {
    atCounter(world, s)
    world.rate(idOf(s), level, citizen(idOf(s)), { formOpenMs: s.formOpenMs, text: 'x' })
  },
  bind: (world, s) => {
    if (statusOf(world, s) === undefined) world.take(s.ticket)
    world.bind(idOf(s), s.plate)
  },
  enter: (world, s) => world.lot.stays.has(s.stay) || world.enter(s.stay, s.plate, s.month ? 'monthCard' : 'casual'),
  exit: (world, s) => world.exit(s.stay),
  pay: (world, s) => world.gate({ kind: 'paid', stayId: s.stay, paidFen: fen(200), paidAt: world.now }),
  correctStay: (world, s) =>
    world.gate({ kind: 'plateCorrected', stayId: s.stay, plate: s.plate, correctedAt: world.now }),
  confirm: about((world, exemptionId) =>
    world.send({ type: 'exemption.confirm', bridgeEpoch: 1, exemptionId, gateEpoch: 'g1', ledgerSeq: 1 }, BRIDGE),
  ),
  refuse: about((world, exemptionId) =>
    world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'ALREADY_LEFT' }, BRIDGE),
  ),
  doubt: about((world, exemptionId) => world.send({ type: 'exemption.doubt', bridgeEpoch: 1, exemptionId }, BRIDGE)),
  freeze: about((world, exemptionId) => world.send({ type: 'exemption.freeze', bridgeEpoch: 1, exemptionId }, BRIDGE)),
  revoked: about((world, exemptionId) =>
    world.send({ type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId, outcome: 'Revoked' }, BRIDGE),
  ),
  honour: about((world, exemptionId) => world.honour('s1', exemptionId)),
  writeOff: about((world, exemptionId) => {
    world.send({ type: 'exemption.proposeWriteOff', exemptionId, reason: 'stuck' }, staff('o1', 'operator'))
    world.send({ type: 'exemption.approveWriteOff', exemptionId }, staff('o2', 'operator'))
  }),
  phantom: world => world.honour('s1', fakeId('nobody')),
  overnight: world => {
    world.pass(16 * 3600)
    for (const { command } of due(world.exemptions, world.now)) world.send(command)
  },
  pass: (world, s) => world.pass(s.hours * 3600),
  restart: world => world.restart(),
}

export function play(world: World, s: Step, level: Level): void {
  const act = played[s.do] as (world: World, step: Step, level: Level) => unknown
  act(world, s, level)
}
