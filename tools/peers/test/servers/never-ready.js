console.log('warming up');
setInterval(() => {}, 1000);
