import type { HallSetup, StaffRow } from '@pingting/contract/words/setup/setup'
import { roleCodes, stepsText } from '../../text/admin/index.ts'
import { deviceCodes } from '../../text/home/index.ts'
import { useLanguage, usePick, useText, useWords } from '../../text/index.ts'
import { type Step, stepsOf } from './steps.ts'

/** What a hall still lacks before it can open, each with the way there. */
export function Steps({ setup, staff }: { setup: HallSetup; staff: readonly StaffRow[] }) {
  const say = useText(stepsText)
  const tell = useTelling(setup, staff)
  const steps = stepsOf(setup, staff)
  const left = steps.filter(({ missing }) => missing.length > 0).length
  return (
    <>
      <p className="what">{say('what')}</p>
      <p className={left === 0 ? 'notice good' : 'notice'} role="status" data-testid="steps-left" data-left={left}>
        {left === 0 ? say('allDone') : say('left', { n: left })}
      </p>
      <ol className="steps">
        {steps.map(step => {
          const isDone = step.missing.length === 0
          return (
            <li key={step.name} data-testid={`step-${step.name}`} data-done={isDone}>
              <span className={isDone ? 'step-mark holds' : 'step-mark lacks'}>{say(isDone ? 'done' : 'missing')}</span>
              <span className="grows">
                <strong>{say(step.name)}</strong>
                <span>{tell(step)}</span>
              </span>
              <a
                className={isDone ? 'button quiet' : 'button'}
                href={step.href}
                aria-label={`${say(isDone ? 'look' : 'go')}: ${say(step.name)}`}
              >
                {say(isDone ? 'look' : 'go')}
              </a>
            </li>
          )
        })}
      </ol>
    </>
  )
}

/** A step in words: what is missing, or what there is. */
function useTelling({ card, devices, lots, policyVersion }: HallSetup, staff: readonly StaffRow[]) {
  const say = useText(stepsText)
  const pick = usePick()
  const [roleOf, kindOf] = [useWords(roleCodes), useWords(deviceCodes)]
  const comma = useLanguage(state => (state.language === 'en' ? ', ' : '、'))
  const list = (codes: readonly string[], of: (code: string) => string): string => codes.map(of).join(comma)
  const service = (code: string): string =>
    pick(card.services.find(each => each.code === code) ?? { zh: code, en: code })
  const lot = (lotId: string): string => {
    const found = lots.find(each => each.lotId === lotId)
    return found === undefined ? lotId : pick({ zh: found.name, en: found.nameEn })
  }
  const people = staff.filter(({ isClosed, hallIds }) => !isClosed && hallIds.includes(card.hallId)).length
  const told: Record<Step['name'], (missing: readonly string[]) => string> = {
    passwords: missing => (missing.length > 0 ? say('passwordsLeft', { n: missing.length }) : say('passwordsDone')),
    hall: missing =>
      missing.length > 0
        ? say('hallLeft')
        : say('hallDone', { name: pick({ zh: card.name, en: card.nameEn }), phone: card.complaintPhone }),
    services: () => say('servicesDone', { n: card.services.length }),
    counters: missing =>
      missing.length > 0
        ? say('countersLeft', { names: list(missing, service) })
        : say('countersDone', { n: card.counters.length }),
    hours: missing => say(missing.length > 0 ? 'hoursLeft' : 'hoursDone'),
    people: missing =>
      missing.length > 0 ? say('peopleLeft', { roles: list(missing, roleOf) }) : say('peopleDone', { n: people }),
    devices: missing =>
      missing.length > 0
        ? say('devicesLeft', { kinds: list(missing, kindOf) })
        : say('devicesDone', { n: devices.length }),
    policy: () => say('policyDone', { version: policyVersion }),
    gate: missing =>
      missing.length > 0
        ? say('gateLeft', { names: list(missing, lot) })
        : say(lots.length === 0 ? 'gateNone' : 'gateDone'),
  }
  return ({ name, missing }: Step): string => told[name](missing)
}
