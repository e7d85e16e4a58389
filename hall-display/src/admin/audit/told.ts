import type { DeedRow } from '@pingting/contract/words/setup/setup'
import { roleCodes } from '../../text/admin/index.ts'
import { aboutCodes, auditText, deedCodes, sayingCodes } from '../../text/deeds/index.ts'
import { deviceCodes } from '../../text/home/index.ts'
import { useLanguage, useText, useWords } from '../../text/index.ts'
import { gateCodes, withheldCodes } from '../../text/outcome/index.ts'
import { priorityCodes } from '../../text/queue/index.ts'

/** A deed in words. */
export function useTold() {
  const say = useText(auditText)
  const [roleOf, kindOf, deedOf, aboutOf] = [
    useWords(roleCodes),
    useWords(deviceCodes),
    useWords(deedCodes),
    useWords(aboutCodes),
  ]
  const [sayingOf, gateOf, withheldOf] = [useWords(sayingCodes), useWords(gateCodes), useWords(withheldCodes)]
  const isEnglish = useLanguage(state => state.language === 'en')
  const worded: Readonly<Record<string, (code: string) => string>> = {
    ...{ role: roleOf, kind: kindOf, priority: useWords(priorityCodes) },
    reason: code => sayingOf(withheldOf(gateOf(code))).replace(/[。.]$/, ''),
  }
  const of = ([name, value]: [string, string]): string => `${aboutOf(name)} ${worded[name]?.(value) ?? value}`
  const comma = isEnglish ? ', ' : '，'
  return {
    who({ actor, name }: DeedRow): string {
      if (actor.kind === 'staff') return [name, actor.staffId, roleOf(actor.role)].filter(Boolean).join(' · ')
      if (actor.kind === 'device') return `${kindOf(actor.device)} · ${actor.deviceId}`
      return actor.kind === 'citizen' ? `${say('who_citizen')} · ${actor.ticketId}` : say(`who_${actor.kind}`)
    },
    where({ actor }: DeedRow): string {
      if (actor.kind === 'staff') return actor.address ?? say('unknownPlace')
      return actor.kind === 'device' ? (actor.counterId ?? actor.hallId) : say('unknownPlace')
    },
    what: ({ events }: DeedRow): string =>
      events
        .map(({ type, about }) => {
          const words = Object.entries(about).map(of).join(comma)
          return words === ''
            ? deedOf(type)
            : `${deedOf(type)}${isEnglish ? ' (' : '（'}${words}${isEnglish ? ')' : '）'}`
        })
        .join(isEnglish ? '; ' : '；'),
  }
}
