import { setTimeout as wait } from 'node:timers/promises'
import type { ClientSession } from 'node-opcua'
import type { Log } from '../../ports.ts'
import { textOfPath } from '../opcua/browse-path.ts'
import { translatesAtOnce } from '../opcua/limits.ts'
import { argumentsOf, clockOffset, readText } from '../opcua/survey.ts'
import { methodsModel } from './model.ts'
import { NODE_NAMES, type NodeName, OPTIONAL, pathsOf } from './node-map.ts'
import { type GatePlace, METHODS, translate } from './nodes.ts'

/** How many values each method takes and gives in `urn:gov-hall:parking-gate:v1`. */
const SHAPES: Readonly<Record<(typeof METHODS)[number], readonly [inputs: number, outputs: number]>> = {
  GrantExemption: [14, 6],
  RevokeExemption: [5, 2],
  QueryExemption: [1, 7],
  GetEventsSince: [2, 4],
}
/** Long enough for a server to say what it does not tell of. */
const LISTEN_MS = 300

/** What a gate has, how it answers and what it tells of. Reads, and calls nothing. */
export interface GateSurvey {
  found: NodeName[]
  missing: { name: NodeName; path: string; needed: boolean }[]
  /** Methods whose values are not as many as the model has. */
  strange: { name: string; inputs: number; outputs: number }[]
  state: { gateEpoch: string; skewMs: number } | { failed: string }
  protocol: string | undefined
  revised: { what: string; asked: number; got: number }[]
  silent: string[]
}

export async function surveyGate(
  session: ClientSession,
  place: GatePlace,
  nowMs: () => number,
  log: Log,
): Promise<GateSurvey> {
  const paths = pathsOf(place.gate, place.nodes)
  const located = await translate(session, Object.values(paths), await translatesAtOnce(session))
  const nodeOf = (name: NodeName) => located.get(textOfPath(paths[name]))
  const [found, absent] = [true, false].map(has => NODE_NAMES.filter(name => (nodeOf(name) !== undefined) === has))
  const strange: GateSurvey['strange'] = []
  for (const name of METHODS) {
    const methodId = nodeOf(name)
    const told = methodId === undefined ? undefined : await argumentsOf(session, methodId)
    const [inputs, outputs] = SHAPES[name]
    if (told !== undefined && (told.inputs !== inputs || told.outputs !== outputs)) strange.push({ name, ...told })
  }
  const version = nodeOf('ProtocolVersion')
  return {
    found: found!,
    missing: absent!.map(name => ({ name, path: textOfPath(paths[name]), needed: !OPTIONAL.has(name) })),
    strange,
    protocol: version === undefined ? undefined : await readText(session, version),
    ...(await surveyLife(session, place, nowMs, log)),
  }
}

/** Its state and its news, as a bridge would have them. */
async function surveyLife(session: ClientSession, place: GatePlace, nowMs: () => number, log: Log) {
  const revised: GateSurvey['revised'] = []
  const silent: string[] = []
  const model = methodsModel(place, log)
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
