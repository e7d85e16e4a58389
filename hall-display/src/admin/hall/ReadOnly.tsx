import { LEVELS, levelWords } from '@pingting/contract/words/levels'
import type { HallSetup } from '@pingting/contract/words/setup/setup'
import { RETIRED_TAG_CODES, TAG_VERSION, tagsOf } from '@pingting/contract/words/tags'
import { adminText } from '../../text/admin/index.ts'
import { usePick, useText } from '../../text/index.ts'

/** What is decided elsewhere: the fee at the gate, the minutes by the policy. */
export function Parking({ setup: { lots, policyVersion } }: { setup: HallSetup }) {
  const say = useText(adminText)
  const pick = usePick()
  return (
    <>
      <p className="what">{say('parkingWhat')}</p>
      <p>
        {say('policy')} <strong>{policyVersion}</strong>{' '}
        <a className="button" href="/policies">
          {say('toPolicies')}
        </a>
      </p>
      {lots.length === 0 && <p>{say('noLots')}</p>}
      <ul className="set-list">
        {lots.map(lot => (
          <li key={lot.lotId} data-testid="lot">
            <span className="grows">
              <strong>{pick({ zh: lot.name, en: lot.nameEn })}</strong> <small>{lot.lotId}</small>
            </span>
            <span>{say('lotSpaces', { n: lot.spaces })}</span>
            <span>
              {lot.shifts.length === 0 ? say('lotNoShifts') : say('lotShifts', { at: lot.shifts.join(' · ') })}
            </span>
            <span className={lot.linkUsable ? 'holds' : 'lacks'}>
              {say(lot.linkUsable ? 'lotUsable' : lot.hadBridge ? 'lotLost' : 'lotNever')}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The dictionary of the standard, level by level. */
export function Tags() {
  const say = useText(adminText)
  const pick = usePick()
  return (
    <>
      <p className="what">{say('tagsWhat', { version: TAG_VERSION })}</p>
      {LEVELS.map(level => (
        <section key={level}>
          <h3>{pick(levelWords[level])}</h3>
          <ul className="tag-list">
            {tagsOf(level).map(tag => (
              <li key={tag.code}>
                <span className="figure">{tag.code}</span> {pick(tag)}{' '}
                <small>{say(tag.set === 'base' ? 'tagBase' : 'tagExt')}</small>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p>
        <small>{say('retired', { codes: RETIRED_TAG_CODES.join(' ') })}</small>
      </p>
    </>
  )
}
