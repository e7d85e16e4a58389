import type { LotHead } from '@pingting/contract/words/screen'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { alarmCodes, alarmGradeCodes, deviceHealthCodes, parkingText } from '../../text/parking/index.ts'
import { alarmRows, gradeOf } from './alarms.ts'

/** What is wrong with the devices of the gate, in its own words; nothing while all is well, or nothing is told. */
export function Alarms({ lot: { alarms, deviceHealth, linkUsable } }: { lot: LotHead }) {
  const say = useText(parkingText)
  const alarmWords = useWords(alarmCodes)
  const gradeWords = useWords(alarmGradeCodes)
  const healthWords = useWords(deviceHealthCodes)
  const format = useFormat()
  const rows = alarmRows(alarms)
  const isUnwell = deviceHealth !== undefined && deviceHealth !== 'normal'
  const names = rows.map(({ name }) => alarmWords(name)).join(', ')
  return (
    <>
      {/* Stands there always: what is read out is what changes in it. */}
      <p className="unseen" role="status" data-testid="alarms-said">
        {rows.length === 0 ? say('alarmsNone') : say('alarmsSaid', { count: rows.length, names })}
      </p>
      {(rows.length > 0 || isUnwell) && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section className="alarms" tabIndex={0} aria-label={say('alarms')} data-testid="alarms">
          <h3>{say('alarmsTally', { count: rows.length })}</h3>
          {isUnwell && <p data-testid="device-health">{say('deviceHealth', { health: healthWords(deviceHealth) })}</p>}
          {!linkUsable && <p>{say('alarmsLastKnown')}</p>}
          <ul>
            {rows.map(({ conditionId, name, source, severity, text, activeSince }) => (
              <li key={conditionId} data-alarm={name} data-severity={severity}>
                <span className={`alarm-grade ${gradeOf(severity)}`}>
                  {gradeWords(gradeOf(severity))} <span className="figure">{severity}</span>
                </span>
                <strong>{alarmWords(name)}</strong>
                {source !== undefined && <span>{source}</span>}
                <span className="figure">{say('alarmSince', { at: format.dayAndSeconds(activeSince) })}</span>
                <em>{text}</em>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
