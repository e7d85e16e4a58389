import { useText } from '../text/index.ts'
import { tabletText } from '../text/tablet/index.ts'

interface Props {
  number: string
  onMine(): void
  onOther(): void
}

/** While the hub is away the tablet cannot know who was called since: the visitor says whether the number is his. */
export function Whose({ number, onMine, onOther }: Props) {
  const say = useText(tabletText)
  return (
    <div className="tablet-welcome" data-testid="whose">
      <h2>{say('whose')}</h2>
      <strong className="figure">{number}</strong>
      <p>{say('whoseWhat')}</p>
      <div className="tablet-choices">
        <button type="button" className="button" onClick={onOther} data-testid="whose-other">
          {say('notMine')}
        </button>
        <button type="button" className="button main" onClick={onMine} data-testid="whose-mine">
          {say('mine')}
        </button>
      </div>
    </div>
  )
}
