import { commonText } from '../text/everywhere/index.ts'
import { speak, useLanguage, useText } from '../text/index.ts'

/** Names the other language in that language, as travellers look for it. */
export function LanguageSwitch() {
  const say = useText(commonText)
  const language = useLanguage(state => state.language)
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <button type="button" className="button quiet" lang={other} onClick={() => speak(other)} data-testid="language">
      {say('otherLanguage')}
    </button>
  )
}
