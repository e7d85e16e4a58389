import type { GateSurvey } from '../lot/opcua/survey/gate.ts'
import { type Finding, fault } from './finding.ts'

/** What was looked for under a wrong name, with the names that the server has. */
export function astrayFindings({ strangers, namespaces, gate }: GateSurvey['astray']): Finding[] {
  const unknown = strangers.map(uri =>
    fault(
      `服务器没有命名空间 ${uri}。请核对 GATE_OBJECT、GATE_NODES，以及控制器是否装有本模型；这一处列有服务器的命名空间`,
      `the server has no namespace ${uri}: check GATE_OBJECT and GATE_NODES, and that the controller has the model; those it has are listed at this fault`,
      namespaces,
    ),
  )
  return gate === undefined ? unknown : [...unknown, gateFinding(gate)]
}

function gateFinding({ path, below, children, isMore }: NonNullable<GateSurvey['astray']['gate']>): Finding {
  const place = below === '' ? 'Objects' : below
  return fault(
    `服务器里没有道闸对象 ${path}，请核对 GATE_OBJECT；这一处列有 ${place} 下面的对象`,
    `the server has no gate object ${path}: check GATE_OBJECT; what stands below ${place} is listed at this fault`,
    isMore ? [...children, '…'] : children,
  )
}
