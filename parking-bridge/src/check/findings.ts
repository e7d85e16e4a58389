import { speaksOurs } from '../lot/opcua/places/node-map.ts'
import type { GateSurvey } from '../lot/opcua/survey/gate.ts'
import type { GateHealth } from '../lot/port.ts'
import { skewOf } from '../lot/skew.ts'
import { astrayFindings } from './astray-findings.ts'
import { certificateFindings, ending, type Pinned, waiting } from './certificate-findings.ts'
import { type Finding, fault, good, note } from './finding.ts'
import { type Knock, unreachedFinding } from './unreached.ts'

/** What was found out about a gate and the way to it, without changing anything there. */
export interface Survey {
  endpointUrl: string
  ownDaysLeft: number
  /** The fingerprint of the certificate that is in force when the bridge is started again. */
  nextFingerprint?: string
  reached:
    | { policies: string[]; ours: string[]; best?: string; fingerprint?: string; daysLeft?: number }
    | { failed: string; knock?: Knock }
  pinned: Pinned
  session?: GateSurvey | { failed: string }
}

type Ways = Exclude<Survey['reached'], { failed: string }>

export function findingsOf(survey: Survey): Finding[] {
  const { endpointUrl, reached, session } = survey
  const own = [
    ending('网桥证书', 'the certificate of the bridge', survey.ownDaysLeft),
    ...waiting(survey.nextFingerprint),
  ]
  const door = [...own, ...reachFindings(endpointUrl, reached)]
  if ('failed' in reached) return door
  return [
    ...door,
    ...certificateFindings(survey.pinned, reached),
    ...(session === undefined ? [] : 'failed' in session ? [refusalFinding(session.failed)] : sessionFindings(session)),
  ]
}

function reachFindings(endpointUrl: string, reached: Survey['reached']): Finding[] {
  if (!('failed' in reached)) return [good(`能连上 ${endpointUrl}`, `${endpointUrl} answers`), policyFinding(reached)]
  const { failed, knock } = reached
  return [
    /ServiceFault|\bBad[A-Z]/.test(failed)
      ? answeredWrong(endpointUrl, failed)
      : unreachedFinding(endpointUrl, failed, knock),
  ]
}

/** Of an endpoint alone, before there are settings: whether it answers, how it encrypts, and which certificate it shows. */
export function doorFindings(endpointUrl: string, reached: Survey['reached']): Finding[] {
  const { fingerprint } = 'failed' in reached ? {} : reached
  const shown =
    fingerprint === undefined
      ? []
      : [note(`它出示的证书指纹是 ${fingerprint}`, `its certificate has the fingerprint ${fingerprint}`)]
  return [...reachFindings(endpointUrl, reached), ...shown]
}

/** Something answers there, so address, cable and firewall are right. */
const answeredWrong = (endpointUrl: string, failed: string): Finding =>
  fault(
    `${endpointUrl} 有应答，但说不出它的端点（${failed}）。网络没有问题，请查看控制器的 OPC UA 服务和它自己的证书`,
    `${endpointUrl} answers, and does not tell its endpoints (${failed}). The network is right: look at the OPC UA service of the controller, and at its own certificate`,
  )

function policyFinding({ policies, ours, best }: Ways): Finding {
  if (best !== undefined) return good(`加密方式 ${best}`, `encrypted with ${best}`)
  return ours.some(policy => policies.includes(policy))
    ? fault(
        '控制器在加密端点上不接受用户名登录，请在控制器上打开',
        'the controller lets no user in by name where it encrypts. Switch that on at the controller',
      )
    : fault(
        `控制器没有我们使用的加密方式（${ours.join('、')}，SignAndEncrypt）。请在控制器上打开其中一种`,
        `the controller offers none of ${ours.join(', ')} with SignAndEncrypt. Switch one of them on at the controller`,
      )
}

/** By what the library or the server said; the first that fits. */
const REFUSALS: readonly [RegExp, zh: string, en: string][] = [
  [
    /BadUserAccessDenied|BadIdentityToken/,
    '用户名或密码不对，请核对 GATE_USER 和 GATE_PASSWORD',
    'user name or password is wrong: check GATE_USER and GATE_PASSWORD',
  ],
  [/BadTooManySessions/, '控制器的会话已满，请关闭其他客户端', 'the controller has no session left: end other clients'],
  [
    /BadCertificate|BadSecurityChecks|disconnect|closed|abort/i,
    '控制器不信任网桥的证书，请在控制器上把它移到信任列表（从拒绝列表中移走，不要复制）',
    'the controller does not trust the certificate of the bridge: move it to the trusted ones there (move, a copy left among the rejected keeps it refused)',
  ],
]

const UNKNOWN_REFUSAL = [/$/, '会话打不开', 'no session could be opened'] as const

function refusalFinding(failed: string): Finding {
  const [, zh, en] = REFUSALS.find(([pattern]) => pattern.test(failed)) ?? UNKNOWN_REFUSAL
  return fault(`${zh}（${failed}）`, `${en} (${failed})`)
}

function sessionFindings(session: GateSurvey): Finding[] {
  const { astray, found, strange, misfits, unfit, state, protocol, revised, silent, keyDepth, health, cameras } =
    session
  const opened = good(`会话已打开，找到 ${found.length} 个节点`, `a session opened, ${found.length} nodes found`)
  // Without its gate nothing below it can be there.
  if (astray.isLost) return [opened, ...astrayFindings(astray)]
  return [
    opened,
    ...astrayFindings(astray),
    ...nodeFindings(session),
    ...strange.map(({ name, inputs, outputs }) =>
      fault(
        `方法 ${name} 的参数是 ${inputs} 进 ${outputs} 出，与模型不符`,
        `the method ${name} takes ${inputs} values and gives ${outputs}, other than the model`,
      ),
    ),
    ...misfits.map(misfitFinding),
    ...unfit.map(unfitFinding),
    ...stateFindings(state),
    protocol === undefined
      ? note('控制器没有说明模型版本', 'the gate does not say which version of the model it speaks')
      : speaksOurs(protocol)
        ? good(`模型版本 ${protocol}`, `version ${protocol} of the model`)
        : fault(`模型版本 ${protocol} 不受支持，需要 1.x`, `version ${protocol} of the model is not supported, 1.x is`),
    ...(keyDepth === undefined ? [] : [depthFinding(keyDepth)]),
    ...revised.map(({ what, asked, got }) =>
      (asked === got ? good : note)(
        `${what} 要求 ${asked}，控制器给 ${got}`,
        `${what}: ${asked} asked for, ${got} given`,
      ),
    ),
    ...silent.map(what =>
      note(`控制器不主动通知（${what}），改为每 5 秒询问`, `the gate does not tell of ${what}; it is asked every 5 s`),
    ),
    ...(health === undefined ? [] : healthFindings(health)),
    ...(cameras === undefined ? [] : [cameraFinding(cameras)]),
  ]
}

function nodeFindings({ found, missing }: GateSurvey): Finding[] {
  if (!found.some(({ needed }) => needed))
    return [
      fault(
        '控制器里没有这个配置需要的任何节点。请核对 GATE_PROFILE：按方法对接用 methods，按寄存器对接用 registers',
        'the controller has none of the nodes that this profile needs: check GATE_PROFILE, which is methods for a controller with methods and registers for one with registers',
      ),
    ]
  return [
    ...found.map(({ name, path, needed }) =>
      good(
        `节点 ${name}${needed ? '' : '（可选）'}：${path}`,
        `${name}${needed ? '' : ' (may be lacking)'} is ${path}`,
      ),
    ),
    ...missing.map(({ name, path, needed }) =>
      needed
        ? fault(
            `缺少节点 ${name}（${path}）。若厂商放在别处，请写入 GATE_NODES`,
            `${name} is missing (${path}). Where the vendor has it elsewhere, say so in GATE_NODES`,
          )
        : note(`没有节点 ${name}，可以不用`, `there is no ${name}, which can be done without`),
    ),
  ]
}

const depthFinding = (keyDepth: string): Finding =>
  Number(keyDepth) > 0
    ? good(
        `控制器记得住最近结束的 ${keyDepth} 个单号；应不少于车场一天的减免数`,
        `the controller remembers ${keyDepth} keys that have ended; they should be those of a day at least`,
      )
    : note(
        `控制器说自己记得住 ${keyDepth} 个单号，无法采用`,
        `the controller says that it remembers ${keyDepth} keys, which is of no use`,
      )

function healthFindings({ deviceHealth, alarms }: GateHealth): Finding[] {
  const well = deviceHealth === undefined || deviceHealth === 'normal'
  const zh = `设备健康 ${deviceHealth ?? '未提供'}，报警 ${alarms.length} 条`
  const en = `device health ${deviceHealth ?? 'not told'}, ${alarms.length} alarms active`
  return [
    (well && alarms.length === 0 ? good : note)(zh, en),
    ...alarms.map(({ name, source = '—', severity, text }) => {
      const said = `${name} (${source}, ${severity}): ${text}`
      return note(`报警 ${said}`, `alarm ${said}`)
    }),
  ]
}

const cameraFinding = (heard: boolean): Finding =>
  heard
    ? good('听得到照相机的识别结果（AutoID）', 'what the cameras read is heard (AutoID)')
    : note(
        '控制器有 AutoID 模型，但听不到照相机。若厂商在别处报告，请在 GATE_NODES 里写明 Cameras',
        'the gate has the model of AutoID, and its cameras are not heard. Where they tell elsewhere, say so in GATE_NODES as Cameras',
      )

function misfitFinding({ method, way, place, name, type, should, isRead }: GateSurvey['misfits'][number]): Finding {
  const [zh, en] = [
    `方法 ${method} 的第 ${place} 个${way === 'input' ? '输入' : '输出'} ${name} 类型是 ${type}，模型是 ${should}`,
    `${way} ${place} of ${method}, ${name}, is ${type}, and ${should} in the model`,
  ]
  return isRead
    ? note(`${zh}；网桥也能读`, `${en}; it is read all the same`)
    : fault(`${zh}。请厂商按 docs/methods.md 改正`, `${en}: have the vendor set it right by docs/methods.md`)
}

function unfitFinding({ name, type, should }: GateSurvey['unfit'][number]): Finding {
  return type === undefined
    ? fault(
        `网桥的账号不能写入节点 ${name}，请在控制器上开放写权限`,
        `the account of the bridge may not write ${name}: let it, at the controller`,
      )
    : fault(
        `节点 ${name} 的类型是 ${type}，应为 ${should.join(' 或 ')}`,
        `${name} has the type ${type}, and should have ${should.join(' or ')}`,
      )
}

function stateFindings(state: GateSurvey['state']): Finding[] {
  if ('failed' in state)
    return [fault(`读不到控制器状态（${state.failed}）`, `the gate's state cannot be read (${state.failed})`)]
  const { gateEpoch, skewMs, epochDoubt, clockDoubt } = state
  const epoch =
    epochDoubt === undefined
      ? good(`账本编号 ${gateEpoch}`, `epoch of its ledger ${gateEpoch}`)
      : fault(
          `控制器对账本编号 ${gateEpoch} 没有把握（${epochDoubt}），这时不会下发减免。请查看控制器与其 OPC UA 服务之间的连接`,
          `the gate is not sure of the epoch of its ledger, ${gateEpoch} (${epochDoubt}), and no order is sent meanwhile: look at the connection between the controller and its OPC UA service`,
        )
  const doubt = note(
    `控制器对时钟没有把握（${clockDoubt}），照用`,
    `the gate is not sure of its clock (${clockDoubt}); it is used all the same`,
  )
  return [epoch, clockFinding(skewMs), ...(clockDoubt === undefined ? [] : [doubt])]
}

export function clockFinding(skewMs: number): Finding {
  const seconds = (skewMs / 1_000).toFixed(1)
  return {
    farOff: fault(
      `控制器时钟差 ${seconds} 秒，请校时（NTP）`,
      `the clock of the gate is ${seconds} s off: set it (NTP)`,
    ),
    off: note(`控制器时钟差 ${seconds} 秒，请校时`, `the clock of the gate is ${seconds} s off; set it`),
    fine: good(`控制器时钟差 ${seconds} 秒`, `the clock of the gate is ${seconds} s off`),
  }[skewOf(skewMs)]
}
