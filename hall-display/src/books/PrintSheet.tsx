import { booksText } from '../text/books/index.ts'
import { useText } from '../text/index.ts'

interface Props {
  /** The part that is printed alone; `print.css` knows it by this name. */
  sheet: 'closing' | 'ended'
}

/** One part of the page on paper, without the others. */
export function PrintSheet({ sheet }: Props) {
  const say = useText(booksText)
  const print = (): void => {
    const page = document.documentElement
    page.dataset['sheet'] = sheet
    addEventListener('afterprint', () => delete page.dataset['sheet'], { once: true })
    window.print()
  }
  return (
    <button type="button" className="button" onClick={print} data-testid={`print-${sheet}`}>
      {say(sheet === 'closing' ? 'printDay' : 'printList')}
    </button>
  )
}
