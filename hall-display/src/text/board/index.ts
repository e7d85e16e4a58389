import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const boardText = { 'zh-CN': zh.board, en: en.board }
