import { setTimeout as wait } from 'node:timers/promises'
import type { ClientSession } from 'node-opcua'
import type { GateHealth } from '../../port.ts'
import type { GateState, Model } from '../life.ts'
import { type Misfit, misfitsOf, shapeOf, type ToldShape } from '../places/arguments.ts'
import { type Astray, astrayOf } from '../places/astray.ts'
import { textOfPath } from '../places/browse-path.ts'
import { translatesAtOnce } from '../places/limits.ts'
import { type Names, namesIn, pathsOf, type Shape } from '../places/node-map.ts'
import { type GatePlace, type NodeId, translate } from '../places/nodes.ts'
import { clockOffset, readText, type Unfit, unfitOf } from './door.ts'

export type Session = ClientSession

/** Long enough for a server to say what it does not tell of, and which alarms are active. */
const LISTEN_MS = 800

/** What a bridge of this profile needs at a gate. */
interface Needed<N> {
  names: Names
  /** Of the names that are methods, what each takes and gives. */
  shapes: Readonly<Record<string, Shape>>
  /** Of the names that the bridge writes, the types each may have. */
  written: Readonly<Record<string, readonly string[]>>
  model: Model<N>
}

/** What a gate has, how it answers and what it tells of. Reads, and calls nothing. */
export interface GateSurvey {
  astray: Astray
  found: { name: string; path: string; needed: boolean }[]
  missing: { name: string; path: string; needed: boolean }[]
  /** Methods whose values are not as many as the model has. */
  strange: { name: string; inputs: number; outputs: number }[]
  /** Of the others, values of another type. */
  misfits: Misfit[]
  unfit: Unfit[]
  state: ({ skewMs: number } & Pick<GateState, 'gateEpoch' | 'epochDoubt' | 'clockDoubt'>) | { failed: string }
  protocol: string | undefined
  /** How many keys that have ended it remembers, as it says; absent where it does not. */
  keyDepth?: string
  revised: { what: string; asked: number; got: number }[]
  silent: string[]
  /** How its devices are; absent where it did not tell. */
  health?: GateHealth
  /** Whether its cameras are heard; absent where it has none to hear. */
  cameras?: boolean
}

export async function surveyGate<N>(
  session: Session,
  { names, shapes, written, model }: Needed<N>,
  place: GatePlace,
  nowMs: () => number,
): Promise<GateSurvey> {
  const paths = pathsOf(names, place.gate, place.nodes)
  const isNeeded = (name: string) => !names.optional.has(name)
  const told = (name: string) => ({ name, path: textOfPath(paths[name]!), needed: isNeeded(name) })
  const perRequest = await translatesAtOnce(session)
  const needed = namesIn(names).filter(isNeeded)
  const astray = await astrayOf(
    session,
    place.gate,
    needed.map(name => paths[name]!),
    perRequest,
  )
  const located = await translate(session, Object.values(paths), perRequest)
  const nodeOf = (name: string) => (paths[name] === undefined ? undefined : located.get(textOfPath(paths[name])))
  const [found, absent] = [true, false].map(has => namesIn(names).filter(name => (nodeOf(name) !== undefined) === has))
  const values = Object.entries(written).flatMap(([name, should]) => {
    const nodeId = nodeOf(name)
    return nodeId === undefined ? [] : [{ name, nodeId, should }]
  })
  const [version, depth] = [nodeOf('ProtocolVersion'), nodeOf('KeyDepth')]
  return {
    astray,
    found: found!.map(told),
    missing: absent!.filter(name => !names.unmissed?.has(name) || name in place.nodes).map(told),
    ...(await shapesIn(session, shapes, nodeOf)),
    unfit: await unfitOf(session, values),
    protocol: version === undefined ? undefined : await readText(session, version),
    ...(depth === undefined ? {} : { keyDepth: await readText(session, depth) }),
    ...(await surveyLife(session, model, nowMs)),
  }
}

/** What a method does not say of itself is believed. */
async function shapesIn(
  session: Session,
  shapes: Needed<unknown>['shapes'],
  nodeOf: (name: string) => NodeId | undefined,
): Promise<Pick<GateSurvey, 'strange' | 'misfits'>> {
  const [strange, misfits]: [GateSurvey['strange'], Misfit[]] = [[], []]
  for (const [name, model] of Object.entries(shapes)) {
    const methodId = nodeOf(name)
    if (methodId === undefined) continue
    const told = await shapeOf(session, methodId)
    const has = { inputs: countOf(model, told, 'inputs'), outputs: countOf(model, told, 'outputs') }
    const isStrange = has.inputs !== model.inputs.length || has.outputs !== model.outputs.length
    if (isStrange) strange.push({ name, ...has })
    else misfits.push(...misfitsOf(name, model, told))
  }
  return { strange, misfits }
}

const countOf = (model: Shape, told: ToldShape, way: 'inputs' | 'outputs'): number => (told[way] ?? model[way]).length

/** Its state and its news, as a bridge would have them. */
async function surveyLife<N>(session: Session, model: Model<N>, nowMs: () => number) {
  const revised: GateSurvey['revised'] = []
  const silent: string[] = []
  const heard: Pick<GateSurvey, 'health' | 'cameras'> = {}
  try {
    const nodes = await model.resolve(session)
    const { controllerTime: _, ...told } = await model.look(session, nodes)
    const skewMs = await clockOffset(async () => (await model.look(session, nodes)).controllerTime, nowMs)
    await model.listen(session, nodes, {
      hint: () => undefined,
      revised: (what, asked, got) => void revised.push({ what, asked, got }),
      silent: what => void silent.push(what),
      lacks: () => undefined,
      cameras: told => Object.assign(heard, { cameras: told }),
      health: told => Object.assign(heard, { health: told }),
    })
    await wait(LISTEN_MS)
    return { state: { ...told, skewMs }, revised, silent, ...heard }
  } catch (error) {
    return { state: { failed: (error as Error).message }, revised, silent }
  }
}
