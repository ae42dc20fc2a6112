// Stands in for a stylesheet, picture or font that Vite would turn into a URL.
export default '';
