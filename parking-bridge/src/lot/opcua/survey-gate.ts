import { setTimeout as wait } from 'node:timers/promises'
import type { ClientSession } from 'node-opcua'
import type { Model } from './life.ts'
import { textOfPath } from './places/browse-path.ts'
import { translatesAtOnce } from './places/limits.ts'
import { type Names, namesIn, pathsOf } from './places/node-map.ts'
import { type GatePlace, translate } from './places/nodes.ts'
import { argumentsOf, clockOffset, readText, type Unfit, unfitOf } from './survey.ts'

export type Session = ClientSession

/** Long enough for a server to say what it does not tell of. */
const LISTEN_MS = 300

/** What a bridge of this profile needs at a gate. */
interface Needed<N> {
  names: Names
  /** Of the names that are methods, how many values each takes and gives. */
  shapes: Readonly<Record<string, readonly [inputs: number, outputs: number]>>
  /** Of the names that the bridge writes, the types each may have. */
  written: Readonly<Record<string, readonly string[]>>
  model: Model<N>
}

/** What a gate has, how it answers and what it tells of. Reads, and calls nothing. */
export interface GateSurvey {
  found: string[]
  missing: { name: string; path: string; needed: boolean }[]
  /** Methods whose values are not as many as the model has. */
  strange: { name: string; inputs: number; outputs: number }[]
  unfit: Unfit[]
  state: { gateEpoch: string; skewMs: number } | { failed: string }
  protocol: string | undefined
  revised: { what: string; asked: number; got: number }[]
  silent: string[]
}

export async function surveyGate<N>(
  session: Session,
  { names, shapes, written, model }: Needed<N>,
  place: GatePlace,
  nowMs: () => number,
): Promise<GateSurvey> {
  const paths = pathsOf(names, place.gate, place.nodes)
  const located = await translate(session, Object.values(paths), await translatesAtOnce(session))
  const nodeOf = (name: string) => located.get(textOfPath(paths[name]!))
  const [found, absent] = [true, false].map(has => namesIn(names).filter(name => (nodeOf(name) !== undefined) === has))
  const strange: GateSurvey['strange'] = []
  for (const [name, [inputs, outputs]] of Object.entries(shapes)) {
    const methodId = nodeOf(name)
    const told = methodId === undefined ? undefined : await argumentsOf(session, methodId)
    if (told !== undefined && (told.inputs !== inputs || told.outputs !== outputs)) strange.push({ name, ...told })
  }
  const values = Object.entries(written).flatMap(([name, should]) => {
    const nodeId = nodeOf(name)
    return nodeId === undefined ? [] : [{ name, nodeId, should }]
  })
  const version = nodeOf('ProtocolVersion')
  return {
    found: found!,
    missing: absent!.map(name => ({ name, path: textOfPath(paths[name]!), needed: !names.optional.has(name) })),
    strange,
    unfit: await unfitOf(session, values),
    protocol: version === undefined ? undefined : await readText(session, version),
    ...(await surveyLife(session, model, nowMs)),
  }
}

/** Its state and its news, as a bridge would have them. */
async function surveyLife<N>(session: Session, model: Model<N>, nowMs: () => number) {
  const revised: GateSurvey['revised'] = []
  const silent: string[] = []
  try {
    const nodes = await model.resolve(session)
    const { gateEpoch } = await model.look(session, nodes)
    const skewMs = await clockOffset(async () => (await model.look(session, nodes)).controllerTime, nowMs)
    await model.listen(session, nodes, {
      hint: () => undefined,
      revised: (what, asked, got) => void revised.push({ what, asked, got }),
      silent: what => void silent.push(what),
    })
    await wait(LISTEN_MS)
    return { state: { gateEpoch, skewMs }, revised, silent }
  } catch (error) {
    return { state: { failed: (error as Error).message }, revised, silent }
  }
}
