import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const accountText = { 'zh-CN': zh.account, en: en.account }
