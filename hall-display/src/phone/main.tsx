import '../base.css'
import { keepShell } from '../parts/shell/register.ts'
import { show } from '../parts/show.tsx'
import { wearFirst } from '../parts/theme/theme.ts'
import { Phone } from './Phone.tsx'

// Another slip scanned into an open page changes nothing but what stands behind the #.
addEventListener('hashchange', () => location.reload())

wearFirst('system')
show(<Phone />)
keepShell('phone')
