import '../base.css'
import { keepShell } from '../parts/shell/register.ts'
import { show } from '../parts/show.tsx'
import { wearFirst } from '../parts/theme/theme.ts'
import { Book } from './Book.tsx'

wearFirst('system')
show(<Book />)
keepShell('book')
