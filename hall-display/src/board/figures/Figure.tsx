import { memo } from 'react'
import { Both } from '../../parts/Both.tsx'
import { boardText } from '../../text/board/index.ts'

export type BoardWord = keyof (typeof boardText)['zh-CN']

interface Props {
  word: BoardWord
  value: string
  testId: string
  large?: boolean
}

/** Stands as it is until its value is another: most of a board's figures are the same ten times in a row. */
export const Figure = memo(function Figure({ word, value, testId, large = false }: Props) {
  return (
    <p className={large ? 'board-figure large' : 'board-figure'}>
      <span>
        <Both part={boardText} word={word} />
      </span>
      <strong className="figure" data-testid={testId}>
        {value}
      </strong>
    </p>
  )
})
