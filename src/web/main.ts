import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-tag.css';
import { createApp } from 'vue';
import App from './App.vue';
import './style.css';
import './result.css';

createApp(App).mount('#app');
