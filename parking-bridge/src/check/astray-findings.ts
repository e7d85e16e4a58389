import type { GateSurvey } from '../lot/opcua/survey-gate.ts'
import { type Finding, fault } from './finding.ts'

/** What was looked for under a wrong name, with the names that the server has. */
export function astrayFindings({ strangers, namespaces, gate }: GateSurvey['astray']): Finding[] {
  const has = listOf(namespaces)
  const unknown = strangers.map(uri =>
    fault(
      `服务器没有命名空间 ${uri}。请核对 GATE_OBJECT、GATE_NODES，以及控制器是否装有本模型。服务器有：${has}`,
      `the server has no namespace ${uri}: check GATE_OBJECT and GATE_NODES, and that the controller has the model. It has the above`,
    ),
  )
  return gate === undefined ? unknown : [...unknown, gateFinding(gate)]
}

function gateFinding({ path, below, children, isMore }: NonNullable<GateSurvey['astray']['gate']>): Finding {
  const place = below === '' ? 'Objects' : below
  const has = `${listOf(children)}${isMore ? '\n    …' : ''}`
  return fault(
    `服务器里没有道闸对象 ${path}，请核对 GATE_OBJECT。${place} 下面有：${has}`,
    `the server has no gate object ${path}: check GATE_OBJECT. Below ${place} stands the above`,
  )
}

const listOf = (names: readonly string[]): string => names.map(name => `\n    ${name}`).join('')
