import { booksText } from '../../text/books/index.ts'
import './file.css'
import { FILE_BYTES_MAX } from '@pingting/contract/words/parking/daily-file'
import { businessDayOf, daysBefore, instantOf } from '@pingting/contract/words/time'
import { type FormEvent, useId, useState } from 'react'
import { useNow } from '../../hub/store.ts'
import type { Staff } from '../../parts/gate/StaffGate.tsx'
import { commonText } from '../../text/everywhere/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { DayField } from '../DayField.tsx'
import { Outcome } from './Outcome.tsx'
import { type Handing, useFile } from './use-file.ts'

/** The car park's own word of a day: what was taken, and the way to hand it in. */
export function DayFile({ lotId, staff }: { lotId: string; staff: Staff }) {
  const say = useText(booksText)
  const today = businessDayOf(instantOf(useNow()))
  const [chosen, setChosen] = useState<string>()
  const day = chosen ?? daysBefore(today, 1)
  const handing = useFile(lotId, day)
  return (
    <section className="card day-file" aria-label={say('file')} data-testid="day-file" data-day={day}>
      <div className="part-head">
        <h3>{say('file')}</h3>
        <DayField label={say('day')} value={day} max={today} id="file-day" choose={setChosen} />
      </div>
      <p className="part-note">{say('fileNote')}</p>
      <Before {...handing} />
      {staff.role === 'manager' ? <p>{say('fileByOperator')}</p> : <HandIn key={day} day={day} handing={handing} />}
      <Outcome {...handing} />
    </section>
  )
}

/** What the file of the day looks like, and what was taken of it before. */
function Before({ about, refused }: Pick<Handing, 'about' | 'refused'>) {
  const say = useText(booksText)
  const format = useFormat()
  if (about === undefined) return refused === undefined ? <Loading /> : null
  const { taken, columns, encoding } = about
  return (
    <>
      {columns === undefined ? (
        <p className="notice warn">{say('fileUnmapped')}</p>
      ) : (
        <details>
          <summary>{say('fileForm')}</summary>
          <p>{say(encoding === 'gb18030' ? 'fileGb' : 'fileUtf')}</p>
          <p>{say('fileColumns', { columns: columns.join(say('comma')) })}</p>
        </details>
      )}
      <p data-testid="file-before" data-taken={taken !== undefined}>
        {taken === undefined
          ? say('fileNone')
          : say('fileBefore', {
              ...{ at: format.dayAndClock(taken.takenAt), count: taken.rowTally, yuan: format.yuan(taken.totalFen) },
            })}
      </p>
    </>
  )
}

/** Until the hub has said what it has of the day: nothing is not known yet. */
function Loading() {
  const say = useText(commonText)
  return (
    <p aria-busy="true" data-testid="file-loading">
      {say('loading')}
    </p>
  )
}

const isWorkbook = (file: File): boolean => /\.xlsx?$/i.test(file.name)

/** A file is chosen, looked at as far as a browser can, and sent. */
function HandIn({ day, handing: { about, busy, handIn } }: { day: string; handing: Handing }) {
  const say = useText(booksText)
  const id = useId()
  const [file, setFile] = useState<File>()
  const wrong =
    file === undefined
      ? undefined
      : isWorkbook(file)
        ? 'fileWorkbook'
        : file.size > FILE_BYTES_MAX
          ? 'fileLarge'
          : file.size === 0
            ? 'fileEmpty'
            : undefined
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (file !== undefined && wrong === undefined) void handIn(file)
  }
  if (about?.columns === undefined) return null
  return (
    <form onSubmit={send}>
      <p className="file-choice">
        <label className="button">
          {say('fileChoose', { day })}
          <input
            className="unseen"
            type="file"
            accept=".csv,.txt,text/csv"
            onChange={event => setFile(event.target.files?.[0])}
            aria-describedby={`${id}-wrong`}
            data-testid="file-choose"
          />
        </label>
        <span>{file?.name ?? say('fileNotChosen')}</span>
      </p>
      <button
        type="submit"
        className="button main"
        disabled={busy || file === undefined || wrong !== undefined}
        data-testid="file-send"
      >
        {say(busy ? 'fileSending' : about.taken === undefined ? 'fileSend' : 'fileReplace')}
      </button>
      <p id={`${id}-wrong`} className="dialog-wrong" data-testid="file-wrong">
        {wrong !== undefined && say(wrong)}
      </p>
    </form>
  )
}
