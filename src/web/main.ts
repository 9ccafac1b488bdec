import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-tag.css';
import { createApp } from 'vue';
import App from './App.vue';
import './style.css';
import './result.css';

createApp(App).mount('#app');

// Only over HTTPS and on the machine itself do browsers let a page open without a network.
if ('serviceWorker' in navigator) navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
