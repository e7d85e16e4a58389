import type { BadCell } from '@pingting/contract/words/parking/daily-file'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { booksText, fileWhyCodes } from '../../text/books/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import type { Handing } from './use-file.ts'

/** What came of a file: its rows, or what keeps all of them out. */
export function Outcome({ taken, refused }: Pick<Handing, 'taken' | 'refused'>) {
  const say = useText(booksText)
  const format = useFormat()
  const bad = refused?.bad
  return (
    <>
      <div role="status" data-testid="file-taken" data-rows={taken?.rowTally}>
        {taken && (
          <p className="notice good">
            {say('fileTaken', { count: taken.rowTally, yuan: format.yuan(taken.totalFen) })}
          </p>
        )}
      </div>
      {bad === undefined ? (
        <RefusedNotice refused={refused} />
      ) : (
        <Bad bad={bad} tally={refused?.badTally ?? bad.length} />
      )}
    </>
  )
}

function Bad({ bad, tally }: { bad: readonly BadCell[]; tally: number }) {
  const say = useText(booksText)
  const whyOf = useWords(fileWhyCodes)
  return (
    <div role="alert" data-testid="file-bad" data-count={tally}>
      <p className="notice bad">{say('fileBad', { count: tally })}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('fileLine')}</th>
            <th scope="col">{say('fileColumn')}</th>
            <th scope="col">{say('fileWhat')}</th>
          </tr>
        </thead>
        <tbody>
          {bad.map(({ line, column, why }) => (
            <tr key={`${line} ${column ?? ''} ${why}`}>
              <td className="figure">{line}</td>
              <td>{column}</td>
              <td>{whyOf(why)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tally > bad.length && <p>{say('fileMore', { count: tally - bad.length })}</p>}
    </div>
  )
}
