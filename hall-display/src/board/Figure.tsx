import { Both } from '../parts/Both.tsx'
import type { Texts } from '../text/zh-CN.ts'

export type BoardWord = keyof Texts['board']

interface Props {
  word: BoardWord
  value: string
  testId: string
  large?: boolean
}

export function Figure({ word, value, testId, large = false }: Props) {
  return (
    <p className={large ? 'board-figure large' : 'board-figure'}>
      <span>
        <Both part="board" word={word} />
      </span>
      <strong className="figure" data-testid={testId}>
        {value}
      </strong>
    </p>
  )
}
