import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const tabletText = { 'zh-CN': zh.tablet, en: en.tablet }
